import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { changeRules } from './change.ts';

it('the page of the contract guard lists every rule', () => {
  const page = readFileSync(new URL('../../../../docs/contract-guard.md', import.meta.url), 'utf8');
  const listed = [...page.slice(page.indexOf('## Rules')).matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(
    ([, id, meaning]) => [id, meaning],
  );
  expect(listed).toEqual(Object.entries(changeRules));
});
