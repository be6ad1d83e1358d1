import { expect, it } from 'vitest';
import { holdRows } from './use-held-list.ts';

it.each([
  ['keeps new ones out', 'cba', 'edcba', 'cba'],
  ['keeps ones in between out', 'ca', 'cba', 'ca'],
  ['lets older ones in', 'dc', 'edcba', 'dcba'],
  ['drops what was dropped', 'dcba', 'edc', 'dc'],
  ['stays where all of it is gone', 'ba', 'fed', 'ba'],
])('a held list %s', (_name, shown, latest, want) => {
  expect(holdRows([...shown], [...latest], (row) => row).join('')).toBe(want);
});
