/** Longest string, in UTF-16 units, that a pattern of a contract is run on. */
export const longestPatternSubject = 65_536;

export interface CompiledPattern {
  test(text: string): boolean;
  /** Distinguishes patterns: Ajv shares what prints alike. */
  toString(): string;
}

/**
 * `pattern` (JSON Schema 2020-12 §6.3.3) with the flag `u`, or without it for patterns that only then are valid.
 * A string beyond {@link longestPatternSubject} does not match, so that no pattern runs on megabytes of hostile text.
 * A pattern of another dialect matches everything; `isUsablePattern` finds it beforehand.
 */
export function compilePattern(pattern: string): CompiledPattern {
  const expression = toExpression(pattern);
  return {
    test: (text) => text.length <= longestPatternSubject && (expression === undefined || expression.test(text)),
    toString: () => JSON.stringify(pattern),
  };
}

/** Whether a pattern is a regular expression of ECMA-262, with or without the flag `u`. */
export function isUsablePattern(pattern: string): boolean {
  return toExpression(pattern) !== undefined;
}

function toExpression(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // The next dialect may take it.
    }
  }
  return undefined;
}
