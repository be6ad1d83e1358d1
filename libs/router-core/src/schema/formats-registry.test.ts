import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats } from './formats.ts';

type Value = string | number | bigint;

/** A format that is checked: values that have it, and values that do not. */
interface Asserted {
  readonly right: readonly Value[];
  readonly wrong: readonly Value[];
}

/** Every format of https://spec.openapis.org/registry/format/ and of JSON Schema 2020-12; a sentence: why it is an annotation. */
const registry: Readonly<Record<string, Asserted | string>> = {
  base64url: { right: ['', 'YQ', 'YQ==', '-_8'], wrong: ['YQ=', 'a+b/', 'Y', 'YQ\n'] },
  binary: 'Octets have no form',
  byte: { right: ['', 'YQ==', 'YWI=', 'YWJj'], wrong: ['YQ', 'YQ=', 'Y Q=', '-_8='] },
  char: { right: ['a', 'ä', '💙'], wrong: ['', 'ab', '💙💙'] },
  commonmark: 'Every text is CommonMark',
  'date-time-local': {
    right: ['2024-02-29T23:59:60', '2024-01-01t00:00:00.5'],
    wrong: ['2024-02-29T23:59:59Z', '2023-02-29T00:00:00', '2024-01-01 00:00:00', '2024-01-01T00:00:00.'],
  },
  'date-time': { right: ['2024-02-29T23:59:60Z', '2024-01-01T00:00:00.5+05:30'], wrong: ['2024-01-01T00:00:00'] },
  date: { right: ['2024-02-29'], wrong: ['2023-02-29', '2024-1-1'] },
  decimal: { right: ['1', '-1.50', '+.5', '1e3'], wrong: ['', '.', '1.2.3', '0x1', 'NaN', '1 '] },
  decimal128: {
    right: ['1', '-1.50', 'NaN', 'INF', '-INF', `${'9'.repeat(34)}e6111`, '0e99999', '1e-6176'],
    wrong: ['inf', '1'.repeat(35), '1e6145', '1e-6177', '', 'Infinity'],
  },
  'double-int': { right: [2 ** 53 - 1, -(2 ** 53) + 1], wrong: [2 ** 53, 0.5] },
  double: { right: [1e308, 0.1], wrong: [Number.POSITIVE_INFINITY] },
  duration: { right: ['P1Y2M3DT4H5M6S', 'P1W', 'PT1H30S'], wrong: ['P', 'PT', 'P1WT1H', '1Y', 'PT1.5S'] },
  email: {
    right: ['a.b@c.de', '"a b"@c.d', '"\\"@"@c.d', 'a@[127.0.0.1]', 'a@[IPv6:::1]'],
    wrong: ['a@b', 'a@b..c', '.a@b.c', '"a"b@c.d', '"a@c.d', '"a\\"@c.d', 'a@[1.2.3]', 'a@[::1]', 'ä@b.c'],
  },
  float: { right: [3.4e38, 0.1], wrong: [3.5e38, -1e39] },
  hostname: { right: ['a', 'a-b.example'], wrong: ['', '-a', 'a-', 'a..b', 'a.', 'a_b', 'ä'] },
  html: 'Every text is HTML of some quality',
  'http-date': {
    right: ['Sun, 06 Nov 1994 08:49:37 GMT'],
    wrong: ['Mon, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT'],
  },
  'idn-email': { right: ['실례@실례.테스트', 'a@b.c', '"실 례"@실례.테스트'], wrong: ['실례.테스트', '실례@'] },
  'idn-hostname': { right: ['실례.테스트', 'a.b'], wrong: ['-실례', '실례..a'] },
  int16: { right: [-32_768, 32_767], wrong: [32_768, 1.5] },
  int32: { right: [-(2 ** 31), 2 ** 31 - 1, 1.0], wrong: [2 ** 31, 0.5] },
  int64: {
    right: [2 ** 53 - 1, 2n ** 63n - 1n, -(2n ** 63n), '9223372036854775807', '-9223372036854775808', '0'],
    wrong: [2 ** 53, 0.5, 2n ** 63n, '9223372036854775808', '1.0', '01', '1e3', '', '9'.repeat(1_000_000)],
  },
  int8: { right: [-128, 127], wrong: [128, -129] },
  'ipv4-cidr': {
    right: ['10.0.0.0/8', '192.168.1.1/32', '0.0.0.0/0'],
    wrong: ['10.0.0.0', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/08', '1.1.1.1/'],
  },
  ipv4: { right: ['127.0.0.1'], wrong: ['127.0.0.01', '1.2.3'] },
  'ipv6-cidr': { right: ['2001:db8::/32', '::1/128', '::/0'], wrong: ['::1', '::1/129', 'g::/8', '::1/1000'] },
  ipv6: { right: ['::1', '::ffff:1.2.3.4'], wrong: [':::', 'fe80::1%eth0'] },
  'iri-reference': { right: ['âππ', '/a'], wrong: ['#ƒräg\\mênt'] },
  iri: { right: ['http://ƒøø.ßår/?∂éœ=πîx#πîüx'], wrong: ['/relative'] },
  'json-pointer': { right: ['', '/a/~0~1'], wrong: ['a', '/~2'] },
  language: {
    right: [
      'de',
      'de-CH-1996',
      'zh-Hans-CN',
      'sl-rozaj-biske',
      'en-a-myext-b-another',
      'x-private',
      'i-klingon',
      'de-419-x-a',
      'zh-yue-Hant',
      'es-419',
    ],
    wrong: ['', 'd', 'de_CH', 'de-', 'de-a', 'a-de', 'de-x', 'en-a-bb-a-cc', 'abcdefghi', 'de-1a', 'x'],
  },
  'media-range': {
    right: ['*/*', 'text/*', 'text/html', 'application/json; charset=utf-8', 'a/b;c="d\\"e" ; f=g', 'a/b;'],
    wrong: [
      '',
      'text',
      'text/',
      '/html',
      '*/html',
      'text/html;q',
      'text/html; charset="',
      'a/b c',
      'a/b;c="\u{1f499}"',
    ],
  },
  password: 'Only a hint that the value is not to be shown',
  regex: { right: ['^a+$', '\\p{L}'], wrong: ['(', '\\Z', '\\a'] },
  'relative-json-pointer': { right: ['0', '1/a', '0#'], wrong: ['01/a', '-1'] },
  'sf-binary': { right: ['::', ':YQ==:'], wrong: [':', 'YQ==', ':YQ:', ':YQ==', ':a b=:'] },
  'sf-boolean': { right: ['?0', '?1'], wrong: ['0', '?2', 'true', '?1 '] },
  'sf-decimal': { right: [1.5, -999_999_999_999.999, 0], wrong: [1.2345, 1e12, 1e300] },
  'sf-integer': { right: [999_999_999_999_999, -1], wrong: [1e15, 0.5] },
  'sf-string': {
    right: ['""', '"a \\"b\\" \\\\"'],
    wrong: ['', '"', 'a', '"a', '"a"b"', '"\\a"', '"\\"', '"ä"', '"\t"'],
  },
  'sf-token': { right: ['*', 'a:b/c', 'A!#'], wrong: ['', '1a', 'a b', 'a"', '!a'] },
  'time-local': { right: ['12:34:56', '12:34:56.789'], wrong: ['12:34:56Z', '24:00:00', '12:34', '12:34:56.'] },
  time: { right: ['12:34:56Z'], wrong: ['12:34:56'] },
  uint16: { right: [0, 65_535], wrong: [-1, 65_536] },
  uint32: { right: [2 ** 32 - 1], wrong: [2 ** 32] },
  uint64: {
    right: [2 ** 53 - 1, 2n ** 64n - 1n, '18446744073709551615'],
    wrong: [2 ** 53, -1, -1n, 2n ** 64n, '18446744073709551616', '-1'],
  },
  uint8: { right: [255], wrong: [-1, 256] },
  unixtime: { right: [0, -1.5, '1700000000', '-1'], wrong: ['', '1.5', 'now'] },
  'uri-reference': { right: ['a?b#c', ''], wrong: ['a b', 'a"b'] },
  'uri-template': { right: ['{+a,b*,c:3}', "a'b"], wrong: ['{', '{a:0}'] },
  uri: { right: ['urn:a:b', 'http://[::1]/'], wrong: ['/a', 'http://a b'] },
  uuid: {
    right: ['b3e2c1d0-1234-5678-9abc-def012345678'],
    wrong: ['urn:uuid:b3e2c1d0-1234-5678-9abc-def012345678', ''],
  },
};

function verdict(name: string, value: Value): boolean | undefined {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (typeof value === 'string') return format?.text?.(value);
  return typeof value === 'number' ? format?.number?.(value) : format?.bigint?.(value);
}

describe('every format of the registry', () => {
  it('has a row here', () => {
    expect(Object.keys(formats).filter((name) => typeof registry[name] !== 'object')).toEqual([]);
  });

  it.each(Object.entries(registry))('%s', (name, row) => {
    if (typeof row === 'string') {
      expect(Object.hasOwn(formats, name)).toBe(false);
      return;
    }
    expect(row.right.filter((value) => verdict(name, value) !== true)).toEqual([]);
    expect(row.wrong.filter((value) => verdict(name, value) !== false)).toEqual([]);
  });
});

/** What a format is, in one slow expression or sentence. */
const references: Readonly<Record<string, (text: string) => boolean>> = {
  'time-local': (text) => /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?$/.test(text),
  'date-time-local': (text) =>
    /^\d{4}-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?$/.test(text) &&
    new Date(`${text.slice(0, 10)}T00:00:00Z`).toJSON()?.slice(0, 10) === text.slice(0, 10),
  'sf-string': (text) => /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"$/.test(text),
  'sf-token': (text) => /^[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*$/.test(text),
  'sf-binary': (text) => /^:(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?:$/.test(text),
  'sf-boolean': (text) => /^\?[01]$/.test(text),
  'media-range': (text) =>
    /^(?!\*\/(?!\*(?:[ \t;]|$)))[!#$%&'*+\-.^_`|~\w]+\/[!#$%&'*+\-.^_`|~\w]+(?:[ \t]*;[ \t]*(?:[!#$%&'*+\-.^_`|~\w]+=(?:[!#$%&'*+\-.^_`|~\w]+|"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"))?)*$/.test(
      text,
    ) && !/;[ \t]+$/.test(text),
  language: (text) =>
    text.toLowerCase() === 'i-klingon' ||
    (text.length <= 255 &&
      /^(?:(?:[a-z]{2,3}(?:-[a-z]{3}(?![a-z0-9])){0,3}|[a-z]{4,8})(?:-[a-z]{4}(?![a-z0-9]))?(?:-(?:[a-z]{2}|\d{3})(?![a-z0-9]))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3})(?![a-z0-9]))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)$/i.test(
        text,
      ) &&
      !/-([a-wyz0-9])-(?!x-)(?:.*?-)??\1-/i.test(text.replace(/(?:^|-)x-.*$/i, ''))),
  'ipv4-cidr': (text) => {
    const [address = '', bits = '', ...others] = text.split('/');
    return (
      others.length === 0 &&
      formats.ipv4?.text?.(address) === true &&
      Array.from({ length: 33 }, (_, n) => String(n)).includes(bits)
    );
  },
  email: (text) => {
    const atom = "[\\w!#$%&'*+/=?^`{|}~-]+";
    const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
    const local = `(?:${atom}(?:\\.${atom})*|"(?:[ !#-\\[\\]-~]|\\\\[ -~])*")`;
    const match = new RegExp(`^${local}@(?:(?:${label}\\.)+${label}|\\[(?:(ipv6:)([^\\]]*)|([^\\]]*))\\])$`, 'i').exec(
      text,
    );
    if (match === null) return false;
    const [, version, six, four] = match;
    if (version !== undefined) return formats.ipv6?.text?.(six ?? '') === true;
    return four === undefined || formats.ipv4?.text?.(four) === true;
  },
  int64: (text) => /^-?(?:0|[1-9]\d{0,18})$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text),
};

describe('a scanner', () => {
  const seeds = Object.entries(registry).flatMap(([, row]) =>
    typeof row === 'string' ? [] : [...row.right, ...row.wrong],
  );
  const texts = seeds.filter((value) => typeof value === 'string' && value.length < 1_000) as string[];
  const character = fc.constantFrom(...'0159aAfxXZ-+:./@[]%?#~T= _"\\;*!,\tä');

  it.each(Object.keys(references))(
    'of %s has the verdicts of a slow expression, on texts one change away too',
    (name) => {
      const reference = references[name];
      const differing = (text: string): boolean => verdict(name, text) !== reference?.(text);
      expect(texts.filter(differing)).toEqual([]);
      fc.assert(
        fc.property(
          fc.constantFrom(...texts),
          character,
          fc.nat(),
          fc.boolean(),
          (text, letter, position, replaces) => {
            const at = position % (text.length + 1);
            const changed = text.slice(0, at) + letter + text.slice(at + (replaces ? 1 : 0));
            expect(differing(changed) ? changed : '').toBe('');
          },
        ),
        { numRuns: 3_000 },
      );
    },
  );
});
