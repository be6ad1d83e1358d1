/** The parts of a `$ref` (RFC 3986 §4.2): a relative path, '' for the same document, and a decoded fragment. */
export interface ReferenceParts {
  readonly kind: 'local' | 'file' | 'remote';
  readonly path: string;
  readonly fragment: string;
}

export function splitReference(reference: string): ReferenceParts {
  const hash = reference.indexOf('#');
  const path = hash < 0 ? reference : reference.slice(0, hash);
  const fragment = hash < 0 ? '' : decodePercent(reference.slice(hash + 1));
  if (/^([a-z][a-z0-9+.-]+:|\/\/)/i.test(path)) return { kind: 'remote', path, fragment };
  return { kind: path === '' ? 'local' : 'file', path: decodePercent(path), fragment };
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray '%' stands for itself: names such as `100%` are common in hand-written references.
    return text;
  }
}
