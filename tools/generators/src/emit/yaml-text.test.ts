import { expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { configText, yamlText } from './yaml-text.ts';

const texts = [
  ...['a b', 'read:items', 'a: b', 'a #c', '#c', '- x', '? x', 'key:', '"', "'", '`', '', ' ', '\t', 'a\nb', 'a\r\nb'],
  ...['[a', '{a', ']', '}', 'a,b', '!t', '&a', '*a', '%x', '@x', '|', '>', '<<', '=', '---', '...', '~', `\${X}`],
  ...['yes', 'No', 'null', 'true', '1.5', '1e3', '0x1F', '12:30', '2001-01-01', '__proto__', 'constructor'],
  ...['\u0000', '\u0007', '\u0085', '\u2028', '\u202e', '\ufeffa', '\ud800', '\u{e0041}', '名前', 'x'.repeat(2000)],
];

it.each(['1.1', '1.2'] as const)('reads back as it was, by the rules of YAML %s', (version) => {
  const text = yamlText({ keys: new Map(texts.map((each) => [each, { value: each }])), list: texts });
  const document = parseDocument(text, { version });
  expect(document.errors).toEqual([]);
  const { keys, list } = Object.fromEntries(parse(text, { version, mapAsMap: true }));
  expect([...keys.keys()]).toEqual(texts);
  expect([...keys.values()].map((entry) => entry.get('value'))).toEqual(texts);
  expect(list).toEqual(texts);
});

it('shows what an editor hides', () => {
  expect(yamlText({ 'a\u202e': '\u2028\u0099' })).toBe('"a\\u202e": "\\u2028\\u0099"\n');
});

it.each([
  [`\${HOME}`, `$\${HOME}`],
  [`\${evil()} \${A:-b}`, `\${evil()} $\${A:-b}`],
  [`$ {A} $A {A}`, `$ {A} $A {A}`],
])('keeps %s from being a variable', (text, want) => expect(configText(text)).toBe(want));
