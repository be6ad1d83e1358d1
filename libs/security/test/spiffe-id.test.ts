import { describe, expect, it } from 'vitest';
import { matchesPattern, parseSpiffeId, parseSpiffeIdPattern } from '../src/spiffe/spiffe-id.ts';

const longest = `spiffe://td/${'a'.repeat(2_036)}`;

describe('parseSpiffeId', () => {
  it.each([
    ['spiffe://td', 'td', []],
    ['spiffe://td-a.example_1/orders', 'td-a.example_1', ['orders']],
    ['spiffe://td/ns/Prod/sa/a.b-c_d', 'td', ['ns', 'Prod', 'sa', 'a.b-c_d']],
    ['spiffe://td/...', 'td', ['...']],
    [longest, 'td', ['a'.repeat(2_036)]],
    [`spiffe://${'d'.repeat(255)}/x`, 'd'.repeat(255), ['x']],
  ])('reads %s', (text, trustDomain, segments) => {
    expect(parseSpiffeId(text)).toEqual({ trustDomain, segments, text });
  });

  it.each([
    '',
    'td/x',
    'spiffe:/td/x',
    'spiffe:///x',
    'SPIFFE://td/x',
    'spiffe://TD-A/x',
    'https://td-a/x',
    'spiffe://td/%65',
    'spiffe://t%64/x',
    'spiffe://td/../x',
    'spiffe://td/.',
    'spiffe://td/x?x=1',
    'spiffe://td/x#f',
    'spiffe://td:80/x',
    'spiffe://user@td/x',
    'spiffe://td/',
    'spiffe://td/x/',
    'spiffe://td//x',
    'spiffe://td/x y',
    'spiffe://td/ü',
    'spiffe://td/*',
    ' spiffe://td/x',
    `${longest}a`,
    `spiffe://${'d'.repeat(256)}/x`,
  ])('refuses %s', (text) => {
    expect(parseSpiffeId(text)).toBeUndefined();
  });
});

describe('patterns', () => {
  it.each([
    ['spiffe://td/orders', 'spiffe://td/orders', true],
    ['spiffe://td/orders', 'spiffe://td/Orders', false],
    ['spiffe://td/orders', 'spiffe://other/orders', false],
    ['spiffe://td/orders', 'spiffe://td/orders/x', false],
    ['spiffe://td/ns/*/sa/orders', 'spiffe://td/ns/prod/sa/orders', true],
    ['spiffe://td/ns/*/sa/orders', 'spiffe://td/ns/prod/x/sa/orders', false],
    ['spiffe://td/ns/*/sa/orders', 'spiffe://td/ns/prod/sa/users', false],
    ['spiffe://td/*', 'spiffe://td/orders', true],
    ['spiffe://td/*', 'spiffe://td', false],
  ])('%s and %s: %s', (pattern, id, matches) => {
    const [parsed, known] = [parseSpiffeIdPattern(pattern), parseSpiffeId(id)];
    if (parsed === undefined || known === undefined) throw new TypeError('not read');
    expect(matchesPattern(known, parsed)).toBe(matches);
  });

  it.each(['*', 'spiffe://*/x', 'spiffe://td/a*', 'spiffe://td/**', 'spiffe://td/*/'])('refuses %s', (text) => {
    expect(parseSpiffeIdPattern(text)).toBeUndefined();
  });
});
