import { BlockList, isIP } from 'node:net';

/** What may be fetched: whole hosts, or URLs below a prefix. */
export interface AllowedAddresses {
  /** Whether a URL is within one of them. */
  includes(url: URL): boolean;
  /** Whether an address of the network may be connected to: a public one, or one that is named itself. */
  permitsAddress(address: string, host: string): boolean;
}

/**
 * `example.org`, `example.org:8443`, `https://example.org/schemas/`. A host without a port stands for the usual ones.
 * `undefined` in place of an entry that is neither.
 */
export function parseAllowed(entries: readonly string[]): AllowedAddresses | { readonly invalid: string } {
  const prefixes: URL[] = [];
  const hosts: URL[] = [];
  for (const entry of entries) {
    const isUrl = /^https?:\/\//i.test(entry);
    const url = URL.parse(isUrl ? entry : `http://${entry}`);
    const isHost = url !== null && url.pathname === '/' && !/[/?#@]/.test(entry);
    if (url === null || url.username !== '' || url.password !== '' || (!isUrl && !isHost)) return { invalid: entry };
    if (isUrl) prefixes.push(url);
    else hosts.push(url);
  }
  const named = new Set([...prefixes, ...hosts].map(({ hostname }) => hostname));
  return {
    includes: (url) => hosts.some((host) => isOn(url, host)) || prefixes.some((prefix) => isBelow(url, prefix)),
    permitsAddress: (address, host) =>
      isPublic(address) || named.has(bracketed(address)) || (host === 'localhost' && named.has(host)),
  };
}

function isOn({ hostname, port, protocol }: URL, host: URL): boolean {
  if (hostname !== host.hostname) return false;
  return host.port === port || host.port === (port || (protocol === 'https:' ? '443' : '80'));
}

// 'https://a.example/b' stands for itself and all below 'https://a.example/b/', not for 'https://a.example/bc'.
function isBelow({ origin, pathname }: URL, prefix: URL): boolean {
  if (origin !== prefix.origin) return false;
  return pathname === prefix.pathname || pathname.startsWith(prefix.pathname.replace(/\/?$/, '/'));
}

function bracketed(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}

/** Ranges that are no unicast addresses of the public network (IANA special-purpose registries). */
const special = new BlockList();
for (const [network, length] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(network, length, 'ipv4');
}

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Parts of 2000::/3 that lead elsewhere: Teredo, benchmarks, ORCHID, documentation, 6to4. */
const specialV6 = new BlockList();
for (const [network, length] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  specialV6.addSubnet(network, length, 'ipv6');
}

function isPublic(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  return version === 6 && globalUnicast.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
}
