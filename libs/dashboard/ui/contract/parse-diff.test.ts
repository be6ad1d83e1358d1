import { describe, expect, it } from 'vitest';
import { countChanges, pairLines, parseDiff } from './parse-diff.ts';

const diff = `diff --git a/openapi.yaml b/openapi.yaml
index 1..2 100644
--- a/openapi.yaml
+++ b/openapi.yaml
@@ -10,5 +10,5 @@ paths:
 same
-limit: 100
-gone: true
+limit: 50
 --- a line that looks like a head
@@ -40,2 +40,3 @@
 end
+++ added, and looks like a head
\\ No newline at end of file
`;

describe('parseDiff', () => {
  it('numbers both sides and leaves out what is no line of the file', () => {
    expect(parseDiff(diff)).toEqual([
      { kind: 'gap', text: 'paths:' },
      { kind: 'same', text: 'same', before: 10, after: 10 },
      { kind: 'removed', text: 'limit: 100', before: 11 },
      { kind: 'removed', text: 'gone: true', before: 12 },
      { kind: 'added', text: 'limit: 50', after: 11 },
      { kind: 'same', text: '--- a line that looks like a head', before: 13, after: 12 },
      { kind: 'gap', text: '' },
      { kind: 'same', text: 'end', before: 40, after: 40 },
      { kind: 'added', text: '++ added, and looks like a head', after: 41 },
    ]);
  });

  it('puts what came beside what went', () => {
    expect(pairLines(parseDiff(diff)).map(({ before, after }) => [before?.text, after?.text])).toEqual([
      ['paths:', 'paths:'],
      ['same', 'same'],
      ['limit: 100', 'limit: 50'],
      ['gone: true', undefined],
      ['--- a line that looks like a head', '--- a line that looks like a head'],
      ['', ''],
      ['end', 'end'],
      [undefined, '++ added, and looks like a head'],
    ]);
  });

  it('counts', () => expect(countChanges(parseDiff(diff))).toEqual({ added: 2, removed: 2 }));

  it('has nothing to say of nothing', () => expect(parseDiff('')).toEqual([]));
});
