import { describe, expect, it } from 'vitest';
import { type AllowedAddresses, parseAllowed } from './allowed-addresses.ts';

function allowed(...entries: readonly string[]): AllowedAddresses {
  const parsed = parseAllowed(entries);
  if ('invalid' in parsed) throw new TypeError(parsed.invalid);
  return parsed;
}

describe('an allowed address', () => {
  it.each([
    ['example.org', 'https://example.org/a.yaml', true],
    ['example.org', 'http://example.org/a.yaml', true],
    ['EXAMPLE.org', 'https://example.ORG/a.yaml', true],
    ['example.org', 'https://example.org:8443/a.yaml', false],
    ['example.org:8443', 'https://example.org:8443/a.yaml', true],
    ['example.org', 'https://sub.example.org/a.yaml', false],
    ['example.org', 'https://example.org.evil.example/a.yaml', false],
    ['https://example.org/schemas', 'https://example.org/schemas/a.yaml', true],
    ['https://example.org/schemas', 'https://example.org/schemas', true],
    ['https://example.org/schemas', 'https://example.org/schemas-2/a.yaml', false],
    ['https://example.org/schemas/', 'https://example.org/schemas/../a.yaml', false],
    ['https://example.org/schemas', 'http://example.org/schemas/a.yaml', false],
    ['127.0.0.1', 'http://0x7f.1/a.yaml', true],
    ['[::1]:80', 'http://[::1]/a.yaml', true],
  ])('%s; %s: %s', (entry, url, want) => {
    expect(allowed(entry).includes(new URL(url))).toBe(want);
  });

  it.each([
    '',
    'ftp://example.org/',
    'https://user:secret@example.org/',
    'user@example.org',
    'example.org/a',
    'a b',
    'http://',
  ])('cannot be %j', (entry) => {
    expect(parseAllowed(['example.org', entry])).toEqual({ invalid: entry });
  });
});

describe('an address of the network', () => {
  it.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1::1', true],
    ...[
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '172.31.0.1',
      '192.168.1.1',
      '198.18.0.1',
      '203.0.113.7',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '64:ff9b::7f00:1',
      '2001:db8::1',
      '2002:7f00:1::',
      'fc00::1',
      'fe80::1',
      'ff02::1',
      'nonsense',
    ].map((address) => [address, false] as const),
  ] as const)('%s is public: %s', (address, want) => {
    expect(allowed('example.org').permitsAddress(address, 'example.org')).toBe(want);
  });

  it.each([
    ['127.0.0.1', '127.0.0.1', 'schemas.example', true],
    ['https://10.0.0.7/a', '10.0.0.7', 'schemas.example', true],
    ['[::1]:8080', '::1', '::1', true],
    ['localhost:8080', '127.0.0.1', 'localhost', true],
    ['localhost', '127.0.0.1', 'schemas.example', false],
    ['schemas.example', '10.0.0.7', 'schemas.example', false],
  ])('with --allow %s, %s of %s may be reached: %s', (entry, address, host, want) => {
    expect(allowed(entry).permitsAddress(address, host)).toBe(want);
  });
});
