import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unifiedDiff } from '../src/contract/unified-diff.ts';

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\n`).join('');

it.each([
  ['the same', 'a\nb\n', 'a\nb\n', ''],
  ['a line more', 'a\nc\n', 'a\nb\nc\n', '@@ -1,2 +1,3 @@\n a\n+b\n c\n'],
  ['a line less', 'a\nb\nc\n', 'a\nc\n', '@@ -1,3 +1,2 @@\n a\n-b\n c\n'],
  ['another line', 'a\nb\nc\n', 'a\nx\nc\n', '@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n'],
  ['all of it', '', 'a\n', '@@ -0,0 +1 @@\n+a\n'],
  ['nothing left', 'a\n', '', '@@ -1 +0,0 @@\n-a\n'],
  ['an end of line', 'a', 'a\n', '@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n'],
  [
    'two places far apart',
    numbered(1, 20),
    numbered(1, 20).replace('line 2\n', 'two\n').replace('line 19\n', 'nineteen\n'),
    '@@ -1,5 +1,5 @@\n line 1\n-line 2\n+two\n line 3\n line 4\n line 5\n@@ -16,5 +16,5 @@\n line 16\n line 17\n line 18\n-line 19\n+nineteen\n line 20\n',
  ],
])('%s', (_name, before, after, want) => expect(unifiedDiff(before, after)).toBe(want));

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd: e', ''), { maxLength: 40 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

it.skipIf(spawnSync('patch', ['--version']).status !== 0)('can be applied by patch, whatever the texts are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brrt-diff-'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff(before, after);
      if (diff === '') return before === after;
      writeFileSync(join(folder, 'given'), before);
      const patched = spawnSync('patch', ['-s', '-o', '-', join(folder, 'given')], { input: `--- a\n+++ b\n${diff}` });
      return patched.status === 0 && patched.stdout.toString() === after;
    }),
    { numRuns: 60 },
  );
  rmSync(folder, { recursive: true });
});

it('gives up on the shortest way between texts that have nothing in common', () => {
  const [before, after] = [numbered(1, 3_000), numbered(10_001, 13_000)];
  const diff = unifiedDiff(before, after);
  expect(diff.startsWith('@@ -1,3000 +1,3000 @@\n-line 1\n')).toBe(true);
  expect(diff.split('\n')).toHaveLength(6_002);
});
