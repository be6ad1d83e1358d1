import { isAlphanumeric, isDigit, isHex } from './characters.ts';
import { areIdnaLabels } from './idna-label.ts';

/** `hostname` (RFC 1123 §2.1): labels of at most 63 octets, 253 in all, no dot at the end; A-labels are looked into. */
export function isHostname(text: string): boolean {
  if (!isHostnameOf(text)) return false;
  return !text.includes('--') || areIdnaLabels(text.split('.'));
}

/** `idn-hostname` (RFC 5890 §2.3.2.3): labels of IDNA 2008, between full stops of any script. */
export function isIdnHostname(text: string): boolean {
  if (text.length > longestName) return false;
  const labels = text.split(/[.\u3002\uff0e\uff61]/);
  return labels.every((label) => label !== '') && areIdnaLabels(labels);
}

const longestName = 253;

function isHostnameOf(text: string): boolean {
  const end = text.length;
  if (end < 1 || end > longestName) return false;
  let labelStart = 0;
  for (let at = 0; at <= end; at += 1) {
    const code = at === end ? 46 : text.charCodeAt(at);
    if (code === 46) {
      if (at === labelStart || at - labelStart > 63) return false;
      if (text.charCodeAt(labelStart) === 45 || text.charCodeAt(at - 1) === 45) return false;
      labelStart = at + 1;
    } else if (code !== 45 && !isAlphanumeric(code)) return false;
  }
  return true;
}

/** `ipv4`: four decimal octets without leading zeros (RFC 2673 §3.2). */
export function isIpv4(text: string): boolean {
  return isIpv4From(text, 0);
}

function isIpv4From(text: string, start: number): boolean {
  let octets = 0;
  let at = start;
  while (octets < 4) {
    const first = at;
    let octet = 0;
    while (isDigit(text.charCodeAt(at)) && at - first < 4) {
      octet = octet * 10 + text.charCodeAt(at) - 48;
      at += 1;
    }
    const length = at - first;
    if (length === 0 || length > 3 || octet > 255 || (length > 1 && text.charCodeAt(first) === 48)) return false;
    octets += 1;
    if (octets < 4 && text.charCodeAt(at++) !== 46) return false;
  }
  return at === text.length;
}

/** `ipv6` (RFC 4291 §2.2): all three forms, no zone. */
export function isIpv6(text: string): boolean {
  if (text.length < 2 || text.length > 45) return false;
  const gap = text.indexOf('::');
  if (gap < 0) return countGroups(text) === 8;
  const before = text.slice(0, gap);
  const after = text.slice(gap + 2);
  const left = before === '' ? 0 : countGroups(before, false);
  const right = after === '' ? 0 : countGroups(after);
  return left >= 0 && right >= 0 && left + right <= 7;
}

/** Groups of 16 bits; -1 when it is not a list of groups. An IPv4 address at the end counts for two. */
function countGroups(text: string, mayEndInIpv4 = true): number {
  let groups = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? 58 : text.charCodeAt(at);
    if (code === 46) return mayEndInIpv4 && isIpv4From(text, start) ? groups + 2 : -1;
    if (code === 58) {
      if (at === start || at - start > 4) return -1;
      groups += 1;
      start = at + 1;
    } else if (!isHex(code)) return -1;
  }
  return groups;
}

/** `ipv4-cidr` (RFC 4632 §3.1): an address and the length of a prefix. */
export function isIpv4Block(text: string): boolean {
  return isBlock(text, isIpv4, 32);
}

/** `ipv6-cidr` (RFC 4291 §2.3). */
export function isIpv6Block(text: string): boolean {
  return isBlock(text, isIpv6, 128);
}

function isBlock(text: string, isAddress: (text: string) => boolean, mostBits: number): boolean {
  const slash = text.indexOf('/');
  const length = text.slice(slash + 1);
  return (
    slash > 0 && /^(?:0|[1-9][0-9]{0,2})$/.test(length) && Number(length) <= mostBits && isAddress(text.slice(0, slash))
  );
}
