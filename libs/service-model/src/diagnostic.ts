/** Where a node of a contract stands. Lines and columns count from 1; the pointer is RFC 6901 within `file`. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
}

/** `error`: cannot be read, generation stops. `warning`: read with the stated meaning. `note`: for information. */
export type Severity = 'error' | 'warning' | 'note';

/** One finding about a contract: what is wrong, where, and how to mend it. */
export interface Diagnostic extends SourceLocation {
  readonly severity: Severity;
  /** Stable kebab-case name, such as `unresolved-reference`. */
  readonly code: string;
  readonly message: string;
  /** How to mend it, or which reading was chosen. */
  readonly hint?: string;
}
