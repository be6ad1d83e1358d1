import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, isUsablePattern } from '../pattern/compile-pattern.ts';
import { canonicalJson, hasUniqueItems } from './has-unique-items.ts';
import { isMultipleOf } from './is-multiple-of.ts';
import { isOneOf, sameJson } from './same-json.ts';
import { hasAtLeast, hasAtMost } from './text-length.ts';

describe('keywords of our own', () => {
  it('equal values have the same canonical text, others another', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        expect(canonicalJson(left) === canonicalJson(right)).toBe(sameJson(left, right));
        expect(sameJson(left, JSON.parse(JSON.stringify(left)))).toBe(true);
      }),
    );
  });

  it('unique items are those that differ pairwise', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 6 }), (items) => {
        const differ = items.every((item, index) => !isOneOf(item, items.slice(0, index)));
        expect(hasUniqueItems(items)).toBe(differ);
      }),
    );
  });

  it('a product of integers and a unit is a multiple of the unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), fc.constantFrom(1, 2, 3), (count, places) => {
        const value = Number((count / 10 ** places).toFixed(places));
        expect(isMultipleOf(value, Number(`1e-${places}`))).toBe(true);
      }),
    );
  });

  it.each([
    [10, 5, true],
    [11, 5, false],
    [0.0075, 0.0001, true],
    [1e308, 0.123456789, false],
    [1e21, 7, false],
    [1.5e300, 1.5, true],
    [Number.POSITIVE_INFINITY, 2, false],
  ])('%d as a multiple of %d: %s', (value, divisor, expected) => expect(isMultipleOf(value, divisor)).toBe(expected));

  it('counts characters as the iterator of strings does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 12 }), (text, count) => {
        expect(hasAtLeast(text, count)).toBe([...text].length >= count);
        expect(hasAtMost(text, count)).toBe([...text].length <= count);
      }),
    );
  });

  it.each([
    ['^\\p{L}+$', true],
    ['^[\\w-.]+$', true],
    ['(?<', false],
  ])('pattern %s is usable: %s', (pattern, usable) => {
    expect(isUsablePattern(pattern)).toBe(usable);
    expect(compilePattern(pattern).test('ab')).toBe(true);
  });
});
