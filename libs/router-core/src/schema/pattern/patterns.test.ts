import { classifyPattern, type PatternClass, parsePattern } from '@brrt/service-model/pattern';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, isUsablePattern, longestPatternSubject } from './compile-pattern.ts';
import { mostSteps, testBySteps } from './step-pattern.ts';

describe('a pattern is matched', () => {
  it.each<[PatternClass, string]>([
    ['direct', '^[a-z0-9]+(?:-[a-z0-9]+)*$'],
    ['direct', '^\\d{4}-\\d{2}$'],
    ['direct', '^#?([a-fA-F0-9]{6}|[a-fA-F0-9]{3})$'],
    ['direct', '^\\p{L}+$'],
    ['direct', 'foo|bar'],
    ['direct', '^a|^b'],
    ['direct', '^[\\w.+-]+@[^@]*$'],
    ['automaton', '^(a+)+$'],
    ['automaton', '^(a|a)*$'],
    ['automaton', '^(a*)*$'],
    ['automaton', '^(?:a?){30}a{30}$'],
    ['automaton', '^(?:|){30}$'],
    ['automaton', '^(\\w+\\.)+\\w+$'],
    ['automaton', '^(.*)(.*)x$'],
    ['automaton', '^\\p{L}+\\p{Lu}$'],
    ['automaton', '[a-z]+'],
    ['automaton', '[^a]b$'],
    ['automaton', '^(?=.*[A-Z])(?=.*\\d)(?!.*\\s).{8,64}$'],
    ['automaton', '^(?!-)[a-z-]+(?<!-)$'],
    ['bounded', '(a+)\\1'],
    ['bounded', '(?<x>a)\\k<x>'],
    ['bounded', 'a(?=b)c?'],
    ['bounded', '^a(?<!b)c+$'],
    ['bounded', '^(?=(?=a))a$'],
    ['bounded', '^.{0,3000}x.{0,3000}$'],
    ['unknown', '(?i:a)'],
    ['unknown', '(?<'],
    ['unknown', `${'('.repeat(300)}a${')'.repeat(300)}`],
  ])('as %s: %s', (kind, pattern) => expect(classifyPattern(pattern)).toBe(kind));
});

/** Patterns of all forms, of which many are ambiguous. */
const patterns: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '^', '^(?=.*a)', '^(?!b)'),
    fc.letrec<{ part: string }>((tie) => ({
      part: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(
          'a',
          'b',
          '.',
          '[ab]',
          '\\w',
          '[^a]',
          '\\b',
          '\\B',
          '^',
          '$',
          '\\d',
          '-',
          '[\\d-]',
          '\\u0061',
          '\\x62',
        ),
        fc.tuple(tie('part'), tie('part')).map(([one, other]) => one + other),
        fc.tuple(tie('part'), tie('part')).map(([one, other]) => `(?:${one}|${other})`),
        fc
          .tuple(tie('part'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '*?', '+?', '{2,}', '{0,2}?'))
          .map(([part, quantifier]) => `(?:${part})${quantifier}`),
        fc
          .constantFrom('a', 'b', '.', '[ab]')
          .chain((atom) => fc.constantFrom('*', '+', '{2,3}', '*?', '{1,3}?').map((sign) => atom + sign)),
        tie('part').map((part) => `(${part})`),
        fc.tuple(tie('part'), fc.constantFrom('=', '!', '<=', '<!')).map(([part, sign]) => `(?${sign}${part})`),
        tie('part').map((part) => `(?<n>${part})\\k<n>`),
      ),
    })).part,
    fc.constantFrom('', '$', '(?<!a)$', '(?<=b)$'),
  )
  .map((parts) => parts.join(''));

const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', '\n'), maxLength: 7 }), {
  minLength: 4,
  maxLength: 8,
});

describe('a match', () => {
  it('is what the engine says, however it is found', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, subjects) => {
        fc.pre(isUsablePattern(pattern) && classifyPattern(pattern) !== 'unknown');
        const expression = new RegExp(pattern, 'u');
        const node = parsePattern(pattern);
        const { test } = compilePattern(pattern);
        for (const text of subjects) {
          expect([pattern, text, test(text)]).toEqual([pattern, text, expression.test(text)]);
          expect([pattern, text, node && testBySteps(node, text)]).toEqual([pattern, text, expression.test(text)]);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['[^a]b$', '💙b', true],
    ['^.$', '💙', true],
    ['^..$', '💙', false],
    ['(.)b$', '💙b', true],
    ['(?<=^.)b', '💙b', true],
    ['\\u{1f499}+$', '💙💙', true],
    ['[\\ud83d\\udc99a]+$', '💙a', true],
    ['^\\p{L}+\\p{Lu}$', 'äÖ', true],
    ['^(?:\\p{L}|ä)+!$', 'äÖ', false],
    ['(a)|b\\1', 'b', true],
    ['^(?:(a)|b)*\\1$', 'abab', false],
    ['\\cJ', '\n', true],
    ['[\\b]+$', '\b', true],
    ['\\0+$', '\0', true],
    ['[\\]\\-\\\\]+$', ']-\\', true],
  ])('of %s in %j: %s', (pattern, text, expected) => expect(compilePattern(pattern).test(text)).toBe(expected));

  it.each([
    '^(a+)+$',
    '(a+)+$',
    '^(a|a)*$',
    '^(?:.*)(?:.*)(?:.*)x$',
    '(a*)*b',
    '^(?=(?:a+)+$)(?:a|aa)+$',
    '^(?:(?:a|aa){1,20}){1,20}$',
    '^(a+)+\\1$',
    '^(?:(a)|a)*(?=b)c$',
    'x*x*x*x*x*x*(?<!y)z',
  ])('of %s is looked for in hostile text at bounded cost', (pattern) => {
    for (const letter of ['a', 'x']) {
      expect(compilePattern(pattern).test(`${letter.repeat(longestPatternSubject - 1)}!`)).toBe(false);
    }
  });

  it('is given up after so many steps', () => {
    const node = parsePattern('^(?:a|a)*\\b\\Bc');
    const length = Math.ceil(Math.log2(mostSteps));
    expect(node && testBySteps(node, 'a'.repeat(length))).toBe(false);
    expect(compilePattern('(a+)\\1$').test('aa'.repeat(100))).toBe(true);
  });

  it('of a pattern of many states is not looked for in long text', () => {
    const { test } = compilePattern('^(?:a|ab){1,400}$');
    expect(test('a'.repeat(400))).toBe(true);
    expect(test(`${'a'.repeat(399)}b`)).toBe(true);
    expect(test('b'.repeat(60_000))).toBe(false);
  });

  it('begins its tables anew when texts are too various', () => {
    const { test } = compilePattern('(?:[^0-4]{5}[^3-7]{5}|.[^5-9].[^0-3])*x$');
    let seed = 1;
    const next = (): number => {
      seed = (seed * 48_271) % 0x7fffffff;
      return seed;
    };
    const text = Array.from({ length: 20_000 }, () => String.fromCodePoint((next() % 0x2000) + 32)).join('');
    expect(test(`${text}x`)).toBe(true);
    expect(test(`${text}y`)).toBe(false);
  });
});
