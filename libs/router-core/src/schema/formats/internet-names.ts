import { asciiSet, digits, isAlphanumeric, isDigit, isHex, letters } from './characters.ts';

const isAtomCharacter = asciiSet(`${letters}${digits}!#$%&'*+/=?^_\`{|}~-`);

/** `email`: dot-atom at a domain of two labels or more (RFC 5321 §4.1.2 without quoted local parts and address literals). */
export function isEmail(text: string): boolean {
  const at = text.indexOf('@');
  return at > 0 && isDotAtom(text, at, isAtomCharacter) && isDomain(text, at + 1, isAlphanumeric);
}

/** `idn-email` (RFC 6531): as `email`, with any character above U+009F. */
export function isIdnEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const inAtom = (code: number): boolean => code > 0x9f || isAtomCharacter(code);
  return at > 0 && isDotAtom(text, at, inAtom) && isDomain(text, at + 1, (code) => code > 0x9f || isAlphanumeric(code));
}

function isDotAtom(text: string, end: number, inAtom: (code: number) => boolean): boolean {
  let previous = 46;
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46 ? previous === 46 : !inAtom(code)) return false;
    previous = code;
  }
  return previous !== 46;
}

function isDomain(text: string, start: number, inLabel: (code: number) => boolean): boolean {
  let labels = 0;
  let previous = 46;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (previous === 46 || previous === 45) return false;
      labels += 1;
    } else if (code === 45 ? previous === 46 : !inLabel(code)) return false;
    previous = code;
  }
  return labels > 0 && previous !== 46 && previous !== 45;
}

/** `hostname` (RFC 1123 §2.1): labels of at most 63 octets, 253 in all, a dot at the end allowed. */
export function isHostname(text: string): boolean {
  return isHostnameOf(text, isAlphanumeric);
}

/** `idn-hostname`: as `hostname`, with any character above U+009F. Neither normalised nor looked up in IDNA tables. */
export function isIdnHostname(text: string): boolean {
  return isHostnameOf(text, (code) => code > 0x9f || isAlphanumeric(code));
}

function isHostnameOf(text: string, inLabel: (code: number) => boolean): boolean {
  const end = text.endsWith('.') ? text.length - 1 : text.length;
  if (end < 1 || end > 253) return false;
  let labelStart = 0;
  for (let at = 0; at <= end; at += 1) {
    const code = at === end ? 46 : text.charCodeAt(at);
    if (code === 46) {
      if (at === labelStart || at - labelStart > 63) return false;
      if (text.charCodeAt(labelStart) === 45 || text.charCodeAt(at - 1) === 45) return false;
      labelStart = at + 1;
    } else if (code !== 45 && !inLabel(code)) return false;
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
