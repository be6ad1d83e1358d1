import type { Random } from './random.ts';
import { generateWords } from './random-words.ts';
import { type SizedFormat, sizedFormats } from './sized-formats.ts';
import type { StringRule } from './string-rule.ts';

const people = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'margaret', 'linus'] as const;

/** A value for a `format` that the generator knows; undefined for others. */
export function generateFormat(format: string, random: Random): string | undefined {
  const generate = Object.hasOwn(usual, format) ? usual[format] : undefined;
  return generate?.(random);
}

/** Values for the formats of a rule, as people write them, then of lengths that the rule allows. */
export function* formatCandidates({ formats, minimum, maximum }: StringRule, random: Random): Generator<string> {
  for (const format of formats) {
    const value = generateFormat(format, random);
    if (value !== undefined) yield value;
    const variants = Object.hasOwn(others, format) ? others[format] : undefined;
    if (variants !== undefined) yield* variants(random);
  }
  for (const format of formats) {
    const sized = Object.hasOwn(sizedFormats, format) ? sizedFormats[format] : undefined;
    if (sized !== undefined) yield* sizedCandidates(sized, { minimum, maximum }, random);
  }
}

const nearby = 12;

/** From the least length on, then from the greatest down. */
function* sizedCandidates(
  sized: SizedFormat,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  random: Random,
): Generator<string> {
  for (let length = minimum; length <= Math.min(maximum, minimum + nearby); length += 1) yield sized(length, random);
  if (maximum === Infinity) return;
  for (let length = maximum; length >= Math.max(minimum, maximum - nearby); length -= 1) yield sized(length, random);
}

const usual: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': dateTime,
  date: (random) => dateTime(random).slice(0, 10),
  time: (random) => dateTime(random).slice(11),
  'http-date': (random) => new Date(dateTime(random)).toUTCString(),
  duration: (random) => `P${random.integer(1, 30)}D`,
  email: (random) => `${random.pick(people)}@example.com`,
  'idn-email': (random) => `${random.pick(people)}@example.com`,
  hostname: (random) => `${generateWords(1, random)}.example.com`,
  'idn-hostname': (random) => `${generateWords(1, random)}.example.com`,
  ipv4: (random) => `192.0.2.${random.integer(1, 254)}`,
  ipv6: (random) => `2001:db8::${random.integer(1, 9_999)}`,
  ip: (random) => `192.0.2.${random.integer(1, 254)}`,
  cidr: (random) => `192.0.2.${random.integer(0, 15) * 16}/28`,
  uri,
  url: uri,
  iri: uri,
  'uri-reference': (random) => `/${generateWords(1, random)}/${random.integer(1, 999)}`,
  'iri-reference': (random) => `/${generateWords(1, random)}/${random.integer(1, 999)}`,
  'uri-template': (random) => `https://example.com/${generateWords(1, random)}/{id}`,
  uuid,
  guid: uuid,
  'json-pointer': (random) => `/${generateWords(1, random)}/0`,
  'relative-json-pointer': (random) => `0/${generateWords(1, random)}`,
  regex: () => '^[a-z]+$',
  byte: (random) => Buffer.from(generateWords(1, random)).toString('base64'),
  base64: (random) => Buffer.from(generateWords(1, random)).toString('base64'),
  base64url: (random) => Buffer.from(generateWords(1, random)).toString('base64url'),
  password: (random) => `${generateWords(1, random)}-${generateWords(1, random)}-${random.integer(10, 99)}`,
  char: (random) => generateWords(1, random).charAt(0),
  int32: (random) => String(random.integer(1, 999)),
  int64: (random) => String(random.integer(1, 99_999)),
  decimal: (random) => `${random.integer(1, 99)}.50`,
  'media-range': () => 'application/json',
  'date-time-local': (random) => dateTime(random).slice(0, -1),
  'time-local': (random) => dateTime(random).slice(11, -1),
  unixtime: (random) => String(Math.floor(Date.parse(dateTime(random)) / 1_000)),
  'ipv4-cidr': (random) => `192.0.2.${random.integer(0, 15) * 16}/28`,
  'ipv6-cidr': (random) => `2001:db8:${random.integer(1, 9_999)}::/48`,
  language: (random) => random.pick(['en', 'de-CH', 'pt-BR', 'zh-Hans']),
  uint64: (random) => String(random.integer(1, 99_999)),
  decimal128: (random) => `${random.integer(1, 99)}.50`,
  'sf-string': (random) => `"${generateWords(1, random)}"`,
  'sf-token': (random) => generateWords(1, random),
  'sf-binary': (random) => `:${Buffer.from(generateWords(1, random)).toString('base64')}:`,
  'sf-boolean': (random) => `?${random.integer(0, 1)}`,
  color: (random) => `#${random.integer(0x100000, 0xffffff).toString(16)}`,
};

/** Other ways to write a value: what a pattern beside the format may ask for. */
const others: Readonly<Record<string, (random: Random) => readonly string[]>> = {
  'date-time': (random) => {
    const start = dateTime(random).slice(0, -1);
    return [`${start}.${random.integer(100, 999)}Z`, `${start}+0${random.integer(0, 9)}:00`, `${start}.123456Z`];
  },
  date: (random) => [`${dateTime(random).slice(0, 8)}01`, '2000-01-01', '2026-12-31', '1999-12-31'],
  time: (random) => [`${dateTime(random).slice(11, 19)}.123Z`, `${dateTime(random).slice(11, 19)}+01:00`, '00:00:00Z'],
  duration: () => ['PT1H', 'PT30M', 'PT10S', 'P1Y2M3D', 'P1W', 'P1DT12H', 'P1M'],
  uuid: (random) => [uuid(random).toUpperCase(), '00000000-0000-0000-0000-000000000000'],
  uri: () => [
    'http://example.com',
    'https://example.com/',
    'urn:example:a',
    'mailto:ada@example.com',
    'https://example.org/a.png',
  ],
  url: () => ['http://example.com', 'https://example.com/'],
  'uri-reference': () => ['', '#a', 'a', '?a=b', 'https://example.com/a'],
  ipv4: (random) => [`10.0.0.${random.integer(1, 254)}`, '127.0.0.1', '0.0.0.0'],
  ipv6: () => ['::1', '::', 'fe80::1'],
};

function uri(random: Random): string {
  return `https://example.com/${generateWords(1, random)}/${random.integer(1, 999)}`;
}

function dateTime(random: Random): string {
  const start = Date.UTC(2026, 0, 1);
  return `${new Date(start + random.integer(0, 31_535_999) * 1_000).toISOString().slice(0, 19)}Z`;
}

/** Version 4 (RFC 9562 §5.4). */
function uuid(random: Random): string {
  const hex = (length: number): string => Array.from({ length }, () => random.integer(0, 15).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${random.integer(8, 11).toString(16)}${hex(3)}-${hex(12)}`;
}
