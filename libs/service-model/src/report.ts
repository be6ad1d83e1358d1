import { type Breakage, traceBreakage } from './breakage.ts';
import type { Diagnostic, Severity, SourceLocation } from './diagnostic.ts';
import type { DiagnosticCode } from './diagnostic-codes.ts';

/** What to say about a place: a stable code, a sentence, and how to mend it or which reading was chosen. */
export interface Finding {
  readonly at: SourceLocation;
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
}

/** Collects findings, and with them what every error makes unreadable; the same finding at the same place counts once. */
export interface Report {
  /**
   * What is being read: the JSON pointer of an operation, a component, … in the bundled document. '' is the document
   * itself, whose errors break nothing else.
   */
  readonly part: string;
  /** The same report while a part is read. An error there breaks the part and whatever needs it. */
  within(part: string): Report;
  /** What is being read cannot be read without another part. */
  needs(part: string): void;
  error(finding: Finding): void;
  warning(finding: Finding): void;
  note(finding: Finding): void;
  diagnostics(): readonly Diagnostic[];
  /** What the errors so far break. */
  breakage(): Breakage;
}

interface Findings {
  readonly found: Map<string, Diagnostic>;
  /** Errors by the part in which they were found: places that are shared are read in several parts. */
  readonly errors: Map<string, Set<Diagnostic>>;
  readonly needs: Map<string, Set<string>>;
}

export function createReport(): Report {
  return reportWithin('', { found: new Map(), errors: new Map(), needs: new Map() });
}

function reportWithin(part: string, findings: Findings): Report {
  const add = (severity: Severity, { at, code, message, hint }: Finding): void => {
    const key = `${at.file}:${at.line}:${at.column}:${at.pointer}:${code}:${message}`;
    const known = findings.found.get(key);
    const diagnostic = known ?? { severity, code, message, ...at, ...(hint === undefined ? {} : { hint }) };
    findings.found.set(key, diagnostic);
    if (diagnostic.severity === 'error') addTo(findings.errors, part, diagnostic);
  };
  return {
    part,
    within: (other) => reportWithin(other, findings),
    needs: (other) => {
      if (other !== part) addTo(findings.needs, part, other);
    },
    error: (finding) => add('error', finding),
    warning: (finding) => add('warning', finding),
    note: (finding) => add('note', finding),
    diagnostics: () => [...findings.found.values()],
    breakage: () => traceBreakage(findings),
  };
}

function addTo<Value>(map: Map<string, Set<Value>>, key: string, value: Value): void {
  const values = map.get(key) ?? new Set();
  map.set(key, values.add(value));
}
