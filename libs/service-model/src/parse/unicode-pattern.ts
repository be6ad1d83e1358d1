/** How a `pattern` (ECMA-262, with the `u` flag: JSON Schema 2020-12 §6.4) is to be read. */
export type PatternReading =
  | { readonly kind: 'valid'; readonly pattern: string }
  | { readonly kind: 'mended'; readonly pattern: string }
  | { readonly kind: 'broken'; readonly reason: string };

/** Reads a regular expression; one that is only valid without the `u` flag is rewritten to mean the same with it. */
export function readPattern(pattern: string): PatternReading {
  const problem = compileProblem(pattern, 'u');
  if (problem === undefined) return { kind: 'valid', pattern };
  const mended = mendPattern(pattern);
  return compileProblem(mended, 'u') === undefined
    ? { kind: 'mended', pattern: mended }
    : { kind: 'broken', reason: problem };
}

function compileProblem(pattern: string, flags: string): string | undefined {
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : 'it does not compile';
  }
}

// PCRE and Python write the ends of a text this way.
const anchors: ReadonlyMap<string, string> = new Map([
  ['\\A', '^'],
  ['\\z', '$'],
  ['\\Z', '$'],
]);

function mendPattern(pattern: string): string {
  let inClass = false;
  let mended = '';
  for (const [token] of pattern.matchAll(/\\u\{[0-9a-f]+\}|\\[pP]\{[^}]*\}|\\.|\{\d+(?:,\d*)?\}|./gisu)) {
    if (token === '[' && !inClass) inClass = true;
    else if (token === ']' && inClass) inClass = false;
    mended += mendToken(token, inClass);
  }
  return mended;
}

function mendToken(token: string, inClass: boolean): string {
  if (token.startsWith('\\') && token.length === 2) return mendEscape(token, inClass);
  if (!inClass && (token === '{' || token === '}')) return `\\${token}`;
  return token;
}

function mendEscape(token: string, inClass: boolean): string {
  if (!inClass) {
    const anchor = anchors.get(token);
    if (anchor !== undefined) return anchor;
  }
  const known = inClass ? /\\[\^$\\.*+?()[\]{}|/dDsSwWbBfnrtvcxu0-9-]/ : /\\[\^$\\.*+?()[\]{}|/dDsSwWbBfnrtvcxu0-9k]/;
  return known.test(token) ? token : token.slice(1);
}
