import { createRequire } from 'node:module';
import type { FormatDefinition } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats } from './formats.ts';

function ours(name: string, value: string | number): boolean {
  const { text, number } = formats[name] ?? {};
  const verdict = typeof value === 'string' ? text?.(value) : number?.(value);
  if (verdict === undefined) throw new TypeError(`The format ${name} says nothing about ${typeof value}s`);
  return verdict;
}

function full(name: string, text: string): boolean {
  const format: unknown = Reflect.get(fullFormats, name);
  if (format instanceof RegExp) return format.test(text);
  if (typeof format === 'function') return format(text);
  // The rest of the table are definitions.
  const { validate } = format as FormatDefinition<string>;
  return validate instanceof RegExp ? validate.test(text) : (validate as (value: string) => boolean)(text);
}

const compared = [
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uri-reference',
  'uri-template',
  'uuid',
  'regex',
  'json-pointer',
  'relative-json-pointer',
  'byte',
];

/** Texts near the edges of each format; for all of them our verdict is that of ajv-formats. */
const rows = [
  '',
  ' ',
  'a',
  '0',
  '1',
  '01',
  '-',
  '.',
  '..',
  ':',
  '/',
  '//',
  '#',
  '?',
  '%',
  '%4',
  '%41',
  '%zz',
  '{',
  '}',
  '{a}',
  '{+a,b*,c:3}',
  '{a:0}',
  '{}',
  '2024-02-29',
  '2023-02-29',
  '1900-02-29',
  '2000-02-29',
  '2024-13-01',
  '2024-00-01',
  '2024-01-00',
  '2024-04-31',
  '2024-4-1',
  '20240401',
  '2024-01-01 ',
  '2024-01-01T00:00:00Z',
  '2024-01-01t00:00:00z',
  '2024-01-01T24:00:00Z',
  '2024-01-01T23:60:00Z',
  '2024-01-01T23:59:60Z',
  '2024-01-01T22:59:60-01:00',
  '2024-01-01T22:59:60Z',
  '2024-01-01T23:59:61Z',
  '2024-01-01T00:00:00',
  '2024-01-01T00:00:00.Z',
  '2024-01-01T00:00:00.123456789+05:30',
  '2024-01-01T00:00:00+24:00',
  '2024-01-01T00:00:00+0530',
  '2024-01-01T00:00:00+05',
  '2024-02-30T00:00:00Z',
  '2024-01-01T0:00:00Z',
  '2024-01-01TZ',
  '00:00:00Z',
  '23:59:60Z',
  '00:29:60+00:30',
  '12:34:56',
  '12:34:56.7-08:00',
  '1:2:3Z',
  '12-34-56Z',
  'P1Y',
  'P',
  'PT',
  'P1D',
  'P1W',
  'P1Y2D',
  'PT1H',
  'P1DT',
  'PT1.5S',
  'P1WT1H',
  '1Y',
  'P1Y2M3DT4H5M6S',
  'p1y',
  'a@b.c',
  'a@b',
  'a.b@c.de',
  '.a@b.c',
  'a.@b.c',
  'a..b@c.d',
  'a@-b.c',
  'a@b-.c',
  'a@b..c',
  'a@b.c.',
  '@b.c',
  'a@',
  'a@b@c.d',
  '"a b"@c.d',
  "o'x+y@ex-ample.com",
  'ä@b.c',
  'example.com',
  'example.com.',
  '-a.b',
  'a-.b',
  'a_b',
  `${'a'.repeat(63)}.b`,
  `${'a'.repeat(64)}.b`,
  `${'a.'.repeat(127)}a`,
  'a..b',
  'xn--nxasmq6b',
  '1.2.3.4',
  '127.0.0.1',
  '256.0.0.1',
  '1.2.3',
  '1.2.3.4.5',
  '01.2.3.4',
  '1.2.3.04',
  '0.0.0.0',
  '255.255.255.255',
  '1.2.3.4 ',
  '1.2.3.-4',
  '1000.1.1.1',
  '::',
  '::1',
  '1::',
  '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  ':::',
  '1:2:3:4:5:6:7::',
  '::2:3:4:5:6:7:8',
  '1::2:3:4:5:6:7:8',
  'fe80::1%eth0',
  '::ffff:1.2.3.4',
  '1:2:3:4:5:6:1.2.3.4',
  '1:2:3:4:5:6:7:1.2.3.4',
  '::1.2.3',
  '::1.2.3.4:1',
  '12345::',
  'g::',
  ':1',
  '1:',
  '1.2.3.4::',
  'http://example.com',
  'http://user:pw@example.com:8080/a/b?c=d&e#f',
  'http://[::1]/',
  'http://[::1]:80',
  'http://[v1.a:b]/',
  'http://[::g]/',
  'http://[1.2.3.4]/',
  'http://[::1',
  'http://a b',
  'http://a%zz',
  'mailto:a@b.c',
  'urn:isbn:1',
  'a:b',
  '1a:b',
  'a+b-c.d:e',
  'http://example.com:port',
  'http://example.com:',
  'http:///path',
  'file:///a',
  '//host/path',
  '/path',
  'path',
  './a:b',
  'a?b#c',
  '#frag',
  '?q',
  'a#b#c',
  'a[b]',
  'a\\b',
  'http://ex<ample',
  'http://exämple.com',
  'a|b',
  'a^b',
  'a`b',
  'http://a@b@c',
  'b3e2c1d0-1234-5678-9abc-def012345678',
  'B3E2C1D0-1234-5678-9ABC-DEF012345678',
  'urn:uuid:b3e2c1d0-1234-5678-9abc-def012345678',
  'b3e2c1d012345678-9abc-def012345678',
  'b3e2c1d0-1234-5678-9abc-def01234567g',
  '{b3e2c1d0-1234-5678-9abc-def012345678}',
  '^a+$',
  '(',
  '[a-z',
  '\\p{L}',
  '\\Z',
  '\\\\Z',
  'a{2,1}',
  '^\\S(|(.|\\n)*\\S)\\Z',
  '/',
  '/a',
  '/a/b',
  '/~0~1',
  '/~',
  '/~2',
  'a/b',
  '//',
  '0',
  '1/a',
  '01/a',
  '0#',
  '1#a',
  '-1',
  '12/~0',
  '0/',
  '+1',
  'AAAA',
  'AAA=',
  'AA==',
  'A===',
  'AAA',
  'AA=A',
  'AA-_',
  '====',
  'A=A=',
  'AAAA\n',
];

/** One text for each way in which the verdicts differ on purpose, with our verdict. */
const deliberate: readonly (readonly [format: string, text: string, verdict: boolean, reason: string])[] = [
  ['date-time', '2024-01-01 00:00:00Z', false, 'RFC 3339 §5.6 has `T` there; a space is for readers, by agreement'],
  ['date-time', '2024-01-01T00:00:00+0530', false, 'RFC 3339 §5.6 has a colon in the offset'],
  ['date-time', '2024-01-01T00:00:00+05', false, 'RFC 3339 §5.6 has minutes in the offset'],
  ['uri', 'http://example.com:port', false, 'RFC 3986 §3.3: a path without authority does not begin with `//`'],
  ['uri', 'http:/[::1]', false, 'RFC 3986 §3.3: no brackets in a path; one slash begins no authority'],
  ['uri-reference', 'a"b', false, 'RFC 3986 §2 has no quotation mark'],
  ['uri-template', '{a.b}', true, 'RFC 6570 §2.3: dots in the names of variables'],
  ['uri', 'a:', true, 'RFC 3986 §3: the path may be empty'],
  ['uri-reference', '//a@b@c', false, 'RFC 3986 §3.3: a path without authority does not begin with `//`'],
  ['uri-reference', '1a:b', false, 'RFC 3986 §4.2: no colon in the first segment of a relative path'],
  ['uri-template', "'", true, 'RFC 6570, erratum 6937'],
  ['uuid', 'urn:uuid:b3e2c1d0-1234-5678-9abc-def012345678', false, 'RFC 9562 §4: that is a URN, which has one'],
  ['hostname', 'example.com.', false, 'RFC 1123 §2.1 has no dot at the end'],
  ['hostname', 'xn--0', false, 'RFC 5891 §4.2.3.1: an A-label stands for a U-label'],
  ['email', '"a b"@c.d', true, 'RFC 5321 §4.1.2: quoted text'],
  ['email', 'a@[1.2.3.4]', true, 'RFC 5321 §4.1.3: the literal of an address'],
  ['regex', '{}', false, 'ECMA-262 with the flag u has no lone braces'],
  ['byte', 'AAAA\n', false, 'RFC 4648 §3.1: no line breaks'],
];

/** The texts that one of the reasons above covers. */
const coveredByReason: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': (text) => /^.{10}\s|[+-]\d\d(?:\d\d)?$/.test(text),
  uri: (text) => (/:\/|^\/\/|"/.test(text) && !ours('uri', text)) || /^[a-z][a-z\d+.-]*:(?:[?#]|$)/i.test(text),
  'uri-reference': (text) => !ours('uri-reference', text) && (/:\/|\/\/|"/.test(text) || /^[^/?#]*:/.test(text)),
  'uri-template': (text) => /\{[^}]*\.|'/.test(text),
  uuid: (text) => text.startsWith('urn:uuid:'),
  regex: (text) => !ours('regex', text) && isPattern(text, '') && !isPattern(text, 'u'),
  hostname: (text) => text.endsWith('.') || text.includes('--'),
  email: (text) => /^"|@\[/.test(text),
  byte: (text) => /\n/.test(text),
};

function isPattern(text: string, flags: string): boolean {
  try {
    new RegExp(text, flags);
    return true;
  } catch {
    return false;
  }
}

const differs = (format: string, text: string): boolean =>
  ours(format, text) !== full(format, text) && coveredByReason[format]?.(text) !== true;

describe('formats', () => {
  it.each(compared)('%s has the verdicts of ajv-formats on texts near its edges', (format) => {
    expect(rows.filter((text) => differs(format, text))).toEqual([]);
  });

  it.each(compared)('%s has the verdicts of ajv-formats on texts one change away', (format) => {
    const character = fc.constantFrom(...'0159aAfgzZ-+:./@[]%?#~T= _');
    fc.assert(
      fc.property(fc.constantFrom(...rows), character, fc.nat(), fc.boolean(), (text, letter, position, replaces) => {
        const at = position % (text.length + 1);
        const changed = text.slice(0, at) + letter + text.slice(at + (replaces ? 1 : 0));
        expect(differs(format, changed) ? changed : '').toBe('');
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(deliberate)('%s of %j is %s: %s', (format, text, verdict) => {
    expect(ours(format, text)).toBe(verdict);
    expect(full(format, text)).toBe(!verdict);
  });

  it.each<[string, string | number, boolean]>([
    ['int8', 127, true],
    ['int8', 128, false],
    ['int16', -32_769, false],
    ['int32', 2 ** 31 - 1, true],
    ['int32', 2 ** 31, false],
    ['int32', 0.5, false],
    ['int64', 2 ** 53 - 1, true],
    ['int64', 2 ** 53, false],
    ['uint8', -1, false],
    ['uint16', 65_535, true],
    ['uint32', 2 ** 32, false],
    ['uint64', 2 ** 53, false],
    ['double-int', 2 ** 53, false],
    ['float', 1e300, false],
    ['double', 0.1, true],
    ['char', '💙', true],
    ['char', 'ab', false],
    ['base64url', 'a-_b', true],
    ['base64url', 'YQ', true],
    ['base64url', 'YQ==', true],
    ['base64url', 'YWI=', true],
    ['base64url', 'YQ=', false],
    ['base64url', 'Y', false],
    ['base64url', 'a+b/', false],
    ['http-date', 'Sun, 06 Nov 1994 08:49:37 GMT', true],
    ['http-date', 'Mon, 06 Nov 1994 08:49:37 GMT', false],
    ['http-date', 'Sunday, 06-Nov-94 08:49:37 GMT', false],
    ['idn-email', '실례@실례.테스트', true],
    ['idn-email', '실례.테스트', false],
    ['idn-hostname', '실례.테스트', true],
    ['idn-hostname', '-실례', false],
    ['iri', 'http://ƒøø.ßår/?∂éœ=πîx#πîüx', true],
    ['iri', '\\\\WINDOWS\\filëßåré', false],
    ['iri', '/relative', false],
    ['iri-reference', 'âππ', true],
    ['iri-reference', '#ƒräg\\mênt', false],
    ['iri-reference', 'a?\ue000', true],
    ['iri-reference', 'a\ue000', false],
    ['uri', 'a:', true],
    ['uri-template', '{a.b}', true],
    ['uri-template', '{a..b}', false],
    ['uri-template', '{.a.}', false],
    ['uri-template', '{%41}', true],
    ['uri-template', '{a!}', false],
    ['regex', `${'a'.repeat(65_537)}`, false],
  ])('%s of %j: %s', (format, value, verdict) => expect(ours(format, value)).toBe(verdict));

  it('looks at hostile texts once', () => {
    const require = createRequire(import.meta.url);
    expect(require('ajv-formats/package.json').version).toBe('3.0.1');
    const hostile = `${'a'.repeat(500_000)}!`;
    for (const format of compared)
      expect(ours(format, hostile)).toBe(format === 'uri-reference' || format === 'uri-template');
  });
});
