import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitYamlLine } from './split-yaml-line.ts';

const kindsOf = (line: string): readonly string[] =>
  splitYamlLine(line).map(({ kind, text }) => `${kind.slice(5)} ${text}`);

describe('splitYamlLine', () => {
  it.each([
    ['  title: Pet Store # shop', ['mark   ', 'key title', 'mark :', 'plain  Pet Store', 'comment  # shop']],
    ['    - name: limit', ['mark     - ', 'key name', 'mark :', 'plain  limit']],
    ["      '200':", ['mark       ', "key '200'", 'mark :']],
    ['  /pets/{id}:', ['mark   ', 'key /pets/{id}', 'mark :']],
    ['  maximum: 50', ['mark   ', 'key maximum', 'mark :', 'scalar  50']],
    ['version: "2.0.0"', ['key version', 'mark :', 'string  "2.0.0"']],
    ['# only words', ['comment # only words']],
    ['  see https://example.com/docs', ['mark   ', 'plain see https://example.com/docs']],
    ['  "type": "object",', ['mark   ', 'key "type"', 'mark :', 'string  "object",']],
    ['', []],
  ])('%j', (line, want) => expect(kindsOf(line)).toEqual(want));

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(' ', '-', ':', '#', '"', "'", 'a', '1', '{', '/') }), (line) => {
        expect(
          splitYamlLine(line)
            .map(({ text }) => text)
            .join(''),
        ).toBe(line);
      }),
    );
  });
});
