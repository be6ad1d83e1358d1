import { asciiSet, digits, isAlphanumeric, letters } from './characters.ts';
import { isIpv4, isIpv6 } from './internet-names.ts';

const isAtomCharacter = asciiSet(`${letters}${digits}!#$%&'*+/=?^_\`{|}~-`);

/**
 * `email`: a Mailbox (RFC 5321 §4.1.2): dot-atom or quoted text at a domain of two labels or more, or at an address
 * in brackets.
 */
export function isEmail(text: string): boolean {
  return isMailbox(text, isAtomCharacter, isAlphanumeric);
}

/** `idn-email` (RFC 6531 §3.3): as `email`, with any character above U+007F but control characters. */
export function isIdnEmail(text: string): boolean {
  return isMailbox(
    text,
    (code) => code > 0x7f || isAtomCharacter(code),
    (code) => code > 0x9f || isAlphanumeric(code),
  );
}

type CharacterTest = (code: number) => boolean;

function isMailbox(text: string, inAtom: CharacterTest, inLabel: CharacterTest): boolean {
  if (text.charCodeAt(0) === 34) {
    const at = text.lastIndexOf('"') + 1;
    return text.charCodeAt(at) === 64 && isQuoted(text, at, inAtom) && isMailDomain(text, at + 1, inLabel);
  }
  const at = text.indexOf('@');
  return at > 0 && isDotAtom(text, at, inAtom) && isMailDomain(text, at + 1, inLabel);
}

/** `"a b\"c"`: printable ASCII, quotes and backslashes escaped, and what atoms may hold beyond ASCII. */
function isQuoted(text: string, end: number, inAtom: CharacterTest): boolean {
  if (end < 2) return false;
  for (let at = 1; at < end - 1; at += 1) {
    let code = text.charCodeAt(at);
    if (code === 34) return false;
    if (code === 92) {
      at += 1;
      code = text.charCodeAt(at);
      if (at === end - 1) return false;
    }
    if (code < 0x20 || code === 0x7f || (code > 0x7f && !inAtom(code))) return false;
  }
  return true;
}

function isMailDomain(text: string, start: number, inLabel: CharacterTest): boolean {
  if (text.charCodeAt(start) !== 91) return isDomain(text, start, inLabel);
  if (!text.endsWith(']')) return false;
  const literal = text.slice(start + 1, -1);
  return /^ipv6:/i.test(literal) ? isIpv6(literal.slice(5)) : isIpv4(literal);
}

function isDotAtom(text: string, end: number, inAtom: CharacterTest): boolean {
  let previous = 46;
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46 ? previous === 46 : !inAtom(code)) return false;
    previous = code;
  }
  return previous !== 46;
}

function isDomain(text: string, start: number, inLabel: CharacterTest): boolean {
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
