import type { Random } from './random.ts';

const people = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'margaret', 'linus'] as const;
const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'harbor', 'island', 'juniper'] as const;

/** A value for a `format` that the generator knows; undefined for others. */
export function generateFormat(format: string, random: Random): string | undefined {
  const generate = Object.hasOwn(formats, format) ? formats[format] : undefined;
  return generate?.(random);
}

/** `count` words in lower case. */
export function generateWords(count: number, random: Random): string {
  return Array.from({ length: count }, () => random.pick(words)).join(' ');
}

const formats: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': dateTime,
  date: (random) => dateTime(random).slice(0, 10),
  time: (random) => dateTime(random).slice(11),
  'http-date': (random) => new Date(dateTime(random)).toUTCString(),
  duration: (random) => `P${random.integer(1, 30)}D`,
  email: (random) => `${random.pick(people)}@example.com`,
  'idn-email': (random) => `${random.pick(people)}@example.com`,
  hostname: (random) => `${random.pick(words)}.example.com`,
  'idn-hostname': (random) => `${random.pick(words)}.example.com`,
  ipv4: (random) => `192.0.2.${random.integer(1, 254)}`,
  ipv6: (random) => `2001:db8::${random.integer(1, 9_999)}`,
  ip: (random) => `192.0.2.${random.integer(1, 254)}`,
  cidr: (random) => `192.0.2.${random.integer(0, 15) * 16}/28`,
  uri,
  url: uri,
  iri: uri,
  'uri-reference': (random) => `/${random.pick(words)}/${random.integer(1, 999)}`,
  'iri-reference': (random) => `/${random.pick(words)}/${random.integer(1, 999)}`,
  'uri-template': (random) => `https://example.com/${random.pick(words)}/{id}`,
  uuid,
  guid: uuid,
  'json-pointer': (random) => `/${random.pick(words)}/0`,
  'relative-json-pointer': (random) => `0/${random.pick(words)}`,
  regex: () => '^[a-z]+$',
  byte: (random) => Buffer.from(random.pick(words)).toString('base64'),
  base64: (random) => Buffer.from(random.pick(words)).toString('base64'),
  base64url: (random) => Buffer.from(random.pick(words)).toString('base64url'),
  password: (random) => `${random.pick(words)}-${random.pick(words)}-${random.integer(10, 99)}`,
  char: (random) => random.pick(words).charAt(0),
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
  'sf-string': (random) => `"${random.pick(words)}"`,
  'sf-token': (random) => random.pick(words),
  'sf-binary': (random) => `:${Buffer.from(random.pick(words)).toString('base64')}:`,
  'sf-boolean': (random) => `?${random.integer(0, 1)}`,
  color: (random) => `#${random.integer(0x100000, 0xffffff).toString(16)}`,
};

function uri(random: Random): string {
  return `https://example.com/${random.pick(words)}/${random.integer(1, 999)}`;
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
