/** Names of the variables of a path template, in order, each once (OpenAPI 3.1 §4.8.8). */
export function templateNames(path: string): readonly string[] {
  return [...new Set([...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? ''))];
}

/** A key of `paths` as it is matched: without query and fragment, from the root. */
export function routedPath(written: string): string {
  const path = written.replace(/[?#].*$/s, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/** The template without its names: two paths of the same shape match the same requests. */
export function templateShape(path: string): string {
  return path.replace(/\{[^{}]+\}/g, '{}');
}
