import type { Diagnostic } from './diagnostic.ts';
import { visibleText } from './visible-text.ts';

/** One line for people: `file:line:column code message (hint)`. What it cites of a contract cannot steer a terminal. */
export function formatDiagnostic({ file, line, column, code, message, hint }: Diagnostic): string {
  return visibleText(`${file}:${line}:${column} ${code} ${message}${hint === undefined ? '' : ` (${hint})`}`);
}
