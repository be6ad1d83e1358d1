import type { Random } from './random.ts';

/** A value of a format that has so many characters where the format can. */
export type SizedFormat = (length: number, random: Random) => string;

/** Formats whose values differ in length. What comes out is checked by who asks. */
export const sizedFormats: Readonly<Record<string, SizedFormat>> = {
  'date-time': (length) => `2026-01-01T00:00:00${fraction(length - 20)}Z`,
  time: (length) => `12:00:00${fraction(length - 9)}Z`,
  duration: (length) => `P${digits(length - 2)}D`,
  email: sizedEmail,
  'idn-email': sizedEmail,
  hostname: (length, random) => hostname(length, random),
  'idn-hostname': (length, random) => hostname(length, random),
  ipv4: sizedIpv4,
  ipv6: sizedIpv6,
  uri: (length, random) => padded(length < 22 ? 'a:' : 'https://example.com/a/', length, random),
  url: (length, random) => padded(length < 22 ? 'a:' : 'https://example.com/a/', length, random),
  iri: (length, random) => padded(length < 22 ? 'a:' : 'https://example.com/a/', length, random),
  'uri-reference': (length, random) => padded(length === 0 ? '' : '/', length, random),
  'iri-reference': (length, random) => padded(length === 0 ? '' : '/', length, random),
  'uri-template': (length, random) => padded(length < 5 ? '' : '{id}/', length, random),
  'json-pointer': (length, random) => padded(length === 0 ? '' : '/', length, random),
  'relative-json-pointer': (length, random) => padded(length < 2 ? '0' : '0/', length, random),
  regex: (length, random) => padded('', length, random),
  byte: (length, random) => base64(Math.ceil(length / 4) * 4, random),
  base64: (length, random) => base64(Math.ceil(length / 4) * 4, random),
  base64url: (length, random) => letters(length % 4 === 1 ? length + 1 : length, random),
  password: (length, random) => letters(length, random),
  binary: (length, random) => letters(length, random),
};

const alphabet = 'abcdefghijklmnopqrstuvwxyz';

function letters(length: number, random: Random): string {
  return Array.from({ length: Math.max(0, length) }, () => alphabet[random.integer(0, 25)]).join('');
}

function digits(length: number): string {
  return '1'.padEnd(Math.max(1, length), '0');
}

function padded(start: string, length: number, random: Random): string {
  return start + letters(length - start.length, random);
}

/** RFC 3339 §5.6: a point and digits. */
function fraction(length: number): string {
  return length < 2 ? '' : `.${digits(length - 1)}`;
}

/** Groups of four, the last one filled up by random. */
function base64(length: number, random: Random): string {
  return letters(length, random);
}

/** Local parts of at most 64 octets (RFC 5321 §4.5.3.1), then a longer domain. */
function sizedEmail(length: number, random: Random): string {
  const domain = length < 13 ? 'a.co' : 'example.com';
  const local = length - domain.length - 1;
  if (local <= 64) return `${letters(Math.max(1, local), random)}@${domain}`;
  return `${letters(64, random)}@${hostname(length - 65 - 4, random)}.com`;
}

/** Labels of at most 63 octets (RFC 1123 §2.1). */
function hostname(length: number, random: Random): string {
  const labels: string[] = [];
  for (let left = Math.max(1, length); left > 0; ) {
    // Not so much that one octet is left for a dot without a label.
    const own = left === 64 ? 62 : Math.min(63, left);
    labels.push(letters(own, random));
    left -= own + 1;
  }
  return labels.join('.');
}

/** Octets of one to three digits: 7 to 15 characters. */
function sizedIpv4(length: number, random: Random): string {
  let spare = Math.min(8, Math.max(0, length - 7));
  const octets = [0, 1, 2, 3].map(() => {
    const extra = Math.min(2, spare);
    spare -= extra;
    return extra === 0 ? random.integer(1, 9) : extra === 1 ? random.integer(10, 99) : random.integer(100, 199);
  });
  return octets.join('.');
}

/** `::` and groups of one to four digits: 3 to 39 characters. */
function sizedIpv6(length: number): string {
  if (length <= 2) return '::';
  if (length <= 6) return `::${'1'.repeat(length - 2)}`;
  // Eight groups of `digits` and seven colons.
  for (const count of [1, 2, 3, 4, 5, 6]) {
    const whole = count * 5 - 1;
    const left = length - whole - 2;
    if (left >= 0 && left <= 4) return `${Array(count).fill('2001').join(':')}::${'1'.repeat(left)}`;
  }
  const spare = Math.min(24, Math.max(0, length - 15));
  return Array.from({ length: 8 }, (_, index) => '1'.repeat(1 + Math.min(3, Math.max(0, spare - index * 3)))).join(':');
}
