import { isIP } from 'node:net';
import { isPublicAddress } from '@brrt/router-core/ports';

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
      isPublicAddress(address) || named.has(bracketed(address)) || (host === 'localhost' && named.has(host)),
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
