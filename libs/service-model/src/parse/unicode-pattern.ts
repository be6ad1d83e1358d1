import { Untranslatable } from './pattern-scanner.ts';
import { translatePattern } from './translate-pattern.ts';

/** How a `pattern` (ECMA-262, with the `u` flag: JSON Schema 2020-12 §6.4) is to be read. */
export type PatternReading =
  | { readonly kind: 'valid'; readonly pattern: string }
  /** Written without regard to the `u` flag, or in another dialect; `pattern` means the same. */
  | { readonly kind: 'mended' | 'translated'; readonly pattern: string }
  /** Of another dialect that says what ECMA-262 cannot say. */
  | { readonly kind: 'foreign'; readonly construct: string }
  | { readonly kind: 'broken'; readonly reason: string };

/** Reads a regular expression; one that is not ECMA-262 with the `u` flag is rewritten to mean the same with it. */
export function readPattern(written: string): PatternReading {
  const pattern = withoutDelimiters(written);
  const isTouched = pattern !== written;
  const problem = compileProblem(pattern, 'u');
  // Modifiers are younger than the oldest runtime of built services.
  if (problem === undefined && !isTouched && !/\(\?[a-z-]+:/.test(pattern)) return { kind: 'valid', pattern };
  if (isUnbalanced(pattern)) return { kind: 'broken', reason: problem ?? 'its groups are not closed' };
  try {
    const made = translatePattern(pattern);
    if (compileProblem(made, 'u') !== undefined) return { kind: 'broken', reason: problem ?? 'it does not compile' };
    const isLegacy = !isTouched && problem !== undefined && compileProblem(pattern, '') === undefined;
    return { kind: isLegacy ? 'mended' : 'translated', pattern: made };
  } catch (error) {
    if (error instanceof Untranslatable) return { kind: 'foreign', construct: error.message };
    throw error;
  }
}

// '/^a$/i' is written for a language with literals of regular expressions: nothing fits a `^` behind a slash.
function withoutDelimiters(pattern: string): string {
  const [, inner, flags = ''] = /^\/(\^.*\$)\/([gimsuxy]*)$/s.exec(pattern) ?? [];
  if (inner === undefined) return pattern;
  const kept = flags.replaceAll(/[^imsx]/g, '');
  return kept === '' ? inner : `(?${kept})${inner}`;
}

// No dialect reads these, so that none of them has to be looked for: a backslash at the end, groups that do not match.
function isUnbalanced(pattern: string): boolean {
  const bare = pattern.replaceAll(/\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|\(\?#[^)]*\)/gs, '');
  if (bare.includes('\\')) return true;
  let depth = 0;
  for (const sign of bare.replaceAll(/[^()]/g, '')) {
    depth += sign === '(' ? 1 : -1;
    if (depth < 0) return true;
  }
  return depth > 0;
}

function compileProblem(pattern: string, flags: string): string | undefined {
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : 'it does not compile';
  }
}
