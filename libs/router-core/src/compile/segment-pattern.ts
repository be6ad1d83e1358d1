// find-my-way decodes what it matches; decoding is the business of the parameter styles, once and after splitting.
// So '%' is hidden from it behind a character that no request target can carry (RFC 9112 §3.2).
export const hiddenPercent = '\u0001';

// What a variable consists of: an escape, which nothing may split, a stray percent sign, or a character.
const encodedOctet = '\\u0001[\\dA-F]{2}';
const octet = `(?:${encodedOctet}|\\u0001(?![\\dA-F]{2})|[^\\u0001])`;
// The octets of one character in UTF-8 (RFC 3629 §3).
const character = `(?:\\u0001[C-F][\\dA-F](?:\\u0001[89AB][\\dA-F])+|${octet})`;

/** A part of a path segment: literal text as requests carry it, or a variable. */
export type SegmentPart = { readonly literal: string } | { readonly variable: number };

/**
 * One segment of a template in the syntax of find-my-way. Every variable takes as little as it can, and at least one
 * octet; it ends where the literal text behind it first occurs, so that a match takes linear time whatever a client sends.
 */
export function segmentPattern(parts: readonly SegmentPart[]): string {
  const isWhole = parts.length === 1;
  return parts
    .map((part, index) => {
      if ('literal' in part) return part.literal.replaceAll(':', '::');
      const name = `:p${part.variable}`;
      return isWhole ? name : `${name}(${variablePattern(parts.slice(index + 1))})`;
    })
    .join('');
}

function variablePattern(rest: readonly SegmentPart[]): string {
  const [next] = rest;
  if (!rest.some((part) => 'variable' in part)) return `${octet}+?`;
  return next !== undefined && 'literal' in next
    ? `${octet}(?:(?!${escapeLiteral(next.literal)})${octet})*`
    : character;
}

// find-my-way counts parentheses, so that none may stand for itself.
function escapeLiteral(text: string): string {
  return text.replaceAll(/[^A-Za-z\d]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
