import { decodePercent } from '@brrt/router-core/params';

/** A path or template with its literals escaped alike: `/ä` and `/%C3%A4` are one (RFC 3986 §6.2.2). */
export function normalizedPath(path: string): string {
  return path
    .split(/(\{[^{}]+\})/)
    .map((piece, at) => (at % 2 === 1 ? piece : piece.split('/').map(escaped).join('/')))
    .join('');
}

function escaped(literal: string): string {
  const text = decodePercent(literal);
  return text === undefined ? literal : encodeURIComponent(text);
}
