import { describe, expect, it } from 'vitest';
import { blockScalarLines } from './block-scalar-lines.ts';

/** The lines that are text, of lines that follow one another. */
const textsOf = (...lines: readonly string[]): readonly string[] => {
  const texts = blockScalarLines(lines);
  return lines.filter((_line, index) => texts.has(index));
};

describe('blockScalarLines', () => {
  it.each([
    ['a text with what looks like keys', ['a: |', '  Note: this', '  - x: y', 'b: 1'], ['  Note: this', '  - x: y']],
    ['a folded one', ['  a: >-', '    Note: this', '  b: 1'], ['    Note: this']],
    ['blank lines within', ['a: |+', '  One: 1', '', '  Two: 2', '', 'b: 1'], ['  One: 1', '', '  Two: 2', '']],
    ['a text deeper than it has to be', ['a: |2', '    One: 1', '   Two: 2', 'b: 1'], ['    One: 1', '   Two: 2']],
    ['a comment and a tag at its head', ['a: !!str &x |1- # text', '  One: 1', 'b: 1'], ['  One: 1']],
    ['a text in a list', ['- |', ' One: 1', '- b: 1'], [' One: 1']],
    ['a property of an item, whose others follow', ['  - a: |', '      One: 1', '    b: 2'], ['      One: 1']],
    ['a text of a list in a list', ['- - >', '    One: 1', '  - b'], ['    One: 1']],
    ['a quoted key', ['"a": |', '  One: 1'], ['  One: 1']],
    ['a header inside of a text', ['a: |', '  b: |', '  One: 1', 'c: 2'], ['  b: |', '  One: 1']],
    ['nothing at all', ['a: |', 'b: 1'], []],
    ['a plain text that ends with a bar', ['a: b |', '  c: 1'], []],
    ['a quoted text', ['a: "x |"', '  c: 1'], []],
    ['a comment', ['# a: |', '  c: 1'], []],
    ['a table in a comment behind a value', ['a: 1 # |', '  c: 1'], []],
  ])('%s', (_name, lines, want) => expect(textsOf(...lines)).toEqual(want));
});
