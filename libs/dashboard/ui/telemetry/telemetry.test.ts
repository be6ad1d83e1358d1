import { describe, expect, it } from 'vitest';
import { groupAttributes } from './group-attributes.ts';
import { firstLine, plainText } from './plain-text.ts';

describe('text of services', () => {
  it.each([
    ['\u001b[33mwarn\u001b[0m done', 'warn done'],
    ['\u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007', 'link'],
    ['\u001b]0;title\u001b\\text', 'text'],
    ['\u001b[2J\u001b[1;1Hgone', 'gone'],
    ['bell\u0007 nul\u0000 del\u007f', 'bell␇ nul␀ del␡'],
    ['a\r\nb\tc', 'a\nb\tc'],
    ['over\rwritten', 'over␍written'],
    ['turn\u202eed', 'turn<U+202E>ed'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['grüße 你好 🎉', 'grüße 你好 🎉'],
  ])('%j is shown as %j', (given, want) => expect(plainText(given)).toBe(want));

  it('begins with one line', () => {
    expect(firstLine('one\ntwo')).toBe('one ⏎');
    expect(firstLine('one')).toBe('one');
  });
});

it('groups attributes by their convention', () => {
  const groups = groupAttributes({
    zebra: 1,
    'url.path': '/',
    'http.route': '/',
    'brrt.operation': 'x',
    'db.system': 'p',
    plain: true,
  });
  expect(groups.map(({ title, entries }) => [title, entries.map(([name]) => name)])).toEqual([
    ['Contract', ['brrt.operation']],
    ['HTTP', ['http.route', 'url.path']],
    ['Database', ['db.system']],
    ['Other', ['plain', 'zebra']],
  ]);
});
