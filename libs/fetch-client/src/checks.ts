/** What emitted checks of responses call; each name is part of emitted text. */
export {
  addEvaluated,
  formats,
  hasAtLeast,
  hasAtMost,
  hasUniqueItems,
  isItemEvaluated,
  isMultipleOf,
  isNameEvaluated,
  noteEvaluated,
  noteItem,
  noteItems,
  noteName,
  parseJsonText,
  rememberVerdicts,
  sameJson,
} from '@brrt/router-core/schema-runtime';
export type { ResponseChecks } from './client-types.ts';

/**
 * `pattern` with the flag `u`, or without it for patterns that only then are valid; one of another dialect matches everything.
 * Services run patterns that can take for ever on machines of their own; here the text comes from the service whose contract it is.
 */
export function compilePattern(pattern: string): { test(text: string): boolean } {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // The next dialect may take it.
    }
  }
  return { test: () => true };
}
