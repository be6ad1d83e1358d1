import { describe, expect, it } from 'vitest';
import { readServiceModelText } from '../src/index.ts';

async function read(pattern: string) {
  const document = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: {},
    components: { schemas: { Text: { type: 'string', pattern } } },
  };
  const { model, diagnostics } = await readServiceModelText({ text: JSON.stringify(document), file: '/a.json' });
  const schema = model?.schemas.Text;
  const read = typeof schema === 'object' ? schema.pattern : undefined;
  // How long it takes to match is another matter.
  const findings = diagnostics.filter(({ code }) => code !== 'slow-pattern');
  return { codes: findings.map(({ severity, code }) => `${severity} ${code}`), pattern: read as string | undefined };
}

const mended = 'warning pattern-without-unicode';
const translated = 'warning foreign-pattern';

/** A pattern, how it is reported, texts that it accepts, and texts that it refuses. */
const rows: readonly (readonly [string, string | undefined, readonly string[], readonly string[]])[] = [
  ['^a+$', undefined, ['a', 'aa'], ['', 'b']],
  ['^\\p{Lu}$', undefined, ['Ä'], ['ä']],
  // Valid without the flag only
  ['^[\\w\\_]+\\@x$', mended, ['a_@x'], ['@x']],
  ['^[\\w-.]+$', mended, ['a-b.c'], ['a/b']],
  ['^[a-\\d]+$', mended, ['a-5'], ['b']],
  ['^a]}$', mended, ['a]}'], ['a']],
  ['^\\[\\x01-\\x09]$', mended, ['[\x01-\t]'], ['[\x02']],
  ['^a{,b$', mended, ['a{,b'], ['ab']],
  ['^\\-\\_\\"$', mended, ['-_"'], ['-']],
  ['^\\u12$', mended, ['u12'], ['\u0012']],
  ['^\\k$', mended, ['k'], ['x']],
  ['^\\07$', mended, ['\x07'], ['7']],
  ['^[\\07-\\011]$', mended, ['\x08'], ['8']],
  // The ends of a text
  ['\\Aab\\z', mended, ['ab'], ['xab', 'abx', 'ab\n']],
  ['\\Aab\\Z', mended, ['ab'], ['xab', 'abx']],
  // Delimiters and flags
  ['/^ab$/', translated, ['ab'], ['/ab/', 'AB']],
  ['/^ab$/i', translated, ['AB', 'aB'], ['/ab/i']],
  ['(?i)^[a-c]x\\x41$', translated, ['aXa', 'CXA'], ['dxa']],
  ['(?i)^[^a-c]$', translated, ['d', 'D'], ['B', 'b']],
  ['^(?i:ab)c$', translated, ['ABc', 'abc'], ['ABC']],
  ['^((?i)a|b)c$', translated, ['Ac', 'Bc'], ['aC']],
  ['^a(?i)b(?-i)c$', translated, ['aBc'], ['ABc', 'abC']],
  ['(?s)^a.b$', translated, ['a\nb'], ['ab']],
  ['(?m)^b$', translated, ['a\nb\nc', 'b'], ['ab\nc']],
  ['(?x)^ a b # the end\n $', translated, ['ab'], ['a b']],
  ['(?i-s)^a.$', translated, ['Ab'], ['A\n']],
  ['^a(?#comment)b$', translated, ['ab'], ['a']],
  // Groups
  ['^(?P<letter>a|b)(?P=letter)$', translated, ['aa', 'bb'], ['ab']],
  ["^(?'letter'a|b)\\k{letter}$", translated, ['aa', 'bb'], ['ab']],
  ['^(?>a+)b$', translated, ['aab'], ['b']],
  ['^(?>a|ab)c$', translated, ['ac'], ['abc']],
  ['^a++a$', translated, [], ['aa', 'aaa']],
  ['^a++b?+$', translated, ['aa', 'ab'], ['ba']],
  ['^(?:ab){2}+c$', translated, ['ababc'], ['abc']],
  ['^a{,2}$', mended, ['', 'aa'], ['aaa']],
  // Classes
  ['^[[:alpha:]_]+[[:digit:]]$', mended, ['a_1'], ['1a']],
  ['^[[:punct:]]+$', mended, ['!/:@[`{~'], ['a']],
  ['^[]a]+$', mended, [']a'], ['b']],
  ['^[^]a]+$', mended, ['b'], [']', 'a']],
  ['^\\h\\H$', mended, ['\ta'], ['a\t']],
  ['^a\\Rb$', mended, ['a\r\nb', 'a\nb'], ['ab']],
  ['^\\Qa.b\\E$', mended, ['a.b'], ['axb']],
  ['^\\e\\a$', mended, ['\x1b\x07'], ['ea']],
  ['^\\x{1F600}\\U0001F600$', mended, ['😀😀'], ['x']],
  ['^\\p{IsLatin}\\p{Han}\\pL$', mended, ['a字ß'], ['字aß']],
  ['^\\p{Alpha}\\p{XDigit}[\\p{Punct}]$', mended, ['aF!'], ['1F!']],
  ['^\\p{^Lu}$', mended, ['a'], ['A']],
  // A hyphen that could only form an impossible range
  ['^[0-9A-Za-z_-.]+$', translated, ['a_-.9'], ['a/b']],
];

describe('a pattern', () => {
  it.each(rows)('%j', async (pattern, finding, accepted, refused) => {
    const { codes, pattern: made = '(' } = await read(pattern);
    expect(codes).toEqual(finding === undefined ? [] : [finding]);
    const expression = new RegExp(made, 'u');
    expect(accepted.filter((text) => !expression.test(text))).toEqual([]);
    expect(refused.filter((text) => expression.test(text))).toEqual([]);
    expect(made).not.toMatch(/\(\?[a-z-]+:/);
  });

  it.each([
    ['recursion', '^(a(?1)?b)$'],
    ['a condition', '^(a)?(?(1)b|c)$'],
    ['a branch reset', '(?|(a)|(b))'],
    ['a verb', 'a(*SKIP)b'],
    ['the start of the match', '\\Ga'],
    ['what is kept', 'a\\Kb'],
    ['a grapheme', '^\\X$'],
    ['an intersection', '^[a-z&&[^b]]$'],
    ['a set within a set', '^[a[bc]]$'],
    ['a negated POSIX class', '^[[:^alpha:]]$'],
    ['a class that nobody knows', '^[[:emoji:]]$'],
    ['a flag that nobody knows', '(?n)a'],
    ['letters beyond ASCII without case', '(?i)ä'],
    ['a range beyond ASCII without case', '(?i)[a-ÿ]'],
    ['a reference without case', '(?i)(a)\\1'],
    ['a block of Unicode', '\\p{InGreek}'],
    ['the complement of a POSIX class', '\\P{Punct}'],
  ])('of another dialect with %s is not checked, and a warning says so: %s', async (_name, pattern) => {
    expect(await read(pattern)).toEqual({ codes: ['warning unchecked-pattern'], pattern: undefined });
  });

  it.each(['(', 'a)', '[a', '*', 'a**', '(?<n', '\\', 'a{2,1}', '[b-a', '(?i)('])(
    'that is none in any dialect is an error: %s',
    async (pattern) => {
      expect((await read(pattern)).codes).toEqual(['error invalid-pattern']);
    },
  );

  it('of properties that cannot be translated is an error, because it decides what other properties are', async () => {
    const text = `openapi: 3.1.0
info: { title: T, version: '1' }
paths: {}
components: { schemas: { A: { patternProperties: { '\\Ga': {}, '(?i)^x-': { type: string } } } } }
`;
    const { diagnostics } = await readServiceModelText({ text, file: '/a.yaml' });
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error invalid-pattern',
      'warning foreign-pattern',
    ]);
  });
});
