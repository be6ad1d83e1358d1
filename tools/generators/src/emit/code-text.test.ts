import ts from 'typescript';
import { expect, it } from 'vitest';
import { commentText, docComment, jsonText, propertyName, quoted, stringLiteral, valueLiteral } from './code-text.ts';

it.each([
  ['the end of a comment', 'a */ b', 'a *\\/ b'],
  ['line breaks', 'a\r\nb\u2028c', 'a b c'],
  ['what reverses the direction of text', 'a\u202eb', 'a\\u202eb'],
  ['half a surrogate pair, which no file can hold', 'a\ud800', 'a\\ud800'],
  ['what a compiler obeys', '@ts-ignore and @deprecated, a@b.c', '\\@ts-ignore and \\@deprecated, a@b.c'],
  ['the name of a source map', '//# sourceMappingURL=x', '//# sourceMappingURL =x'],
])('keeps %s out of comments', (_what, text, want) => expect(commentText(text)).toBe(want));

it.each(['"', "'", '`', '\\', '\n', '\u2028', `\${x}`, '\u202e', 'é', '😀', '\ud800', 'sourceMappingURL=a'])(
  'writes %j as a literal that reads back the same',
  (text) => {
    expect(stringLiteral(text)).toMatch(/^"[^\n\u2028\u202e\ud800=]*"$/);
    expect(JSON.parse(stringLiteral(text))).toBe(text);
  },
);

it.each([
  '"',
  "'",
  '`',
  '\\',
  "\\'",
  '\n',
  '\u2028',
  `\${x}`,
  '\u202e',
  'é',
  '\ud800',
  '\\u0041',
  'sourceMappingURL=a',
])('writes JSON with %j as a literal that reads back the same', (text) => {
  const json = jsonText({ [text]: text });
  const literal = quoted(json);
  expect(literal).toMatch(/^'[^\n\u2028\u202e\ud800=]*'$/);
  const source = ts.createSourceFile('a.ts', literal, ts.ScriptTarget.ESNext);
  const [statement] = source.statements;
  const read = statement !== undefined && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  expect(read !== undefined && ts.isStringLiteral(read) ? JSON.parse(read.text) : read).toEqual({ [text]: text });
});

it.each([
  ['name', 'name'],
  ['a-b', '"a-b"'],
  ['1a', '"1a"'],
  ['größe', '"größe"'],
])('writes the property %s', (name, want) => expect(propertyName(name)).toBe(want));

it('does not set a prototype by a value', () => {
  expect(valueLiteral(JSON.parse('{"__proto__":{"a":"\\"__proto__\\":1"}}'))).toBe(
    '{["__proto__"]:{"a":"\\"__proto__\\":1"}}',
  );
});

it('takes no part of a name for a prototype', () => {
  expect(valueLiteral({ 'a"__proto__': '"' })).toBe('{"a\\"__proto__":"\\""}');
});

it.each([
  [[], ''],
  [['one'], '/** one */\n'],
  [['one', 'two'], '/**\n * one\n * two\n */\n'],
])('writes the comment of %j', (lines, want) => expect(docComment(lines)).toBe(want));
