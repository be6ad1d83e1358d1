import type { Diagnostic, Severity, SourceLocation } from './diagnostic.ts';
import type { DiagnosticCode } from './diagnostic-codes.ts';

/** What to say about a place: a stable code, a sentence, and how to mend it or which reading was chosen. */
export interface Finding {
  readonly at: SourceLocation;
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
}

/** Collects findings; the same finding at the same place counts once. */
export interface Report {
  error(finding: Finding): void;
  warning(finding: Finding): void;
  note(finding: Finding): void;
  diagnostics(): readonly Diagnostic[];
}

export function createReport(): Report {
  const found = new Map<string, Diagnostic>();
  const add = (severity: Severity, { at, code, message, hint }: Finding): void => {
    const key = `${at.file}:${at.line}:${at.column}:${at.pointer}:${code}:${message}`;
    if (found.has(key)) return;
    found.set(key, { severity, code, message, ...at, ...(hint === undefined ? {} : { hint }) });
  };
  return {
    error: (finding) => add('error', finding),
    warning: (finding) => add('warning', finding),
    note: (finding) => add('note', finding),
    diagnostics: () => [...found.values()],
  };
}
