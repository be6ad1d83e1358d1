import type { Diagnostic } from './diagnostic.ts';

/** One line for people: `file:line:column code message (hint)`. */
export function formatDiagnostic({ file, line, column, code, message, hint }: Diagnostic): string {
  return `${file}:${line}:${column} ${code} ${message}${hint === undefined ? '' : ` (${hint})`}`;
}
