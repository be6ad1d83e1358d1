import { expect, it } from 'vitest';
import { formatDiagnostic } from './format-diagnostic.ts';
import { visibleText } from './visible-text.ts';

it.each([
  ['a sequence that a terminal obeys', '\u001b[2Jgone', '\\u001b[2Jgone'],
  ['the same in one character', '\u009b2J', '\\u009b2J'],
  ['line breaks', 'a\r\nb\u2028c\u0085d', 'a\\u000d\\u000ab\\u2028c\\u0085d'],
  ['NUL', 'a\u0000b', 'a\\u0000b'],
  ['what reverses text', '\u202ea\u2066', '\\u202ea\\u2066'],
  ['what has no width', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['half a surrogate pair', 'a\ud800b', 'a\\ud800b'],
  ['a tag character', 'a\u{e0041}', 'a\\udb40\\udc41'],
])('shows %s', (_what, text, want) => {
  expect(visibleText(text)).toBe(want);
  expect(JSON.parse(`"${visibleText(text)}"`)).toBe(text);
});

it.each(['größe', '名前', '👩\u200d💻', 'a\tb', 'می\u200cخواهم'])('leaves %s as it is', (text) =>
  expect(visibleText(text)).toBe(text),
);

it('keeps a finding on one line, whatever it cites', () => {
  const at = { file: 'a\nb.yaml', line: 1, column: 2, pointer: '/x' };
  const finding = { ...at, severity: 'error', code: 'c', message: '"\u001b]0;x\u0007"', hint: 'no\nline' } as const;
  expect(formatDiagnostic(finding)).toBe('a\\u000ab.yaml:1:2 c "\\u001b]0;x\\u0007" (no\\u000aline)');
});
