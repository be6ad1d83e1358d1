import type { Diagnostic } from './diagnostic.ts';
import { formatDiagnostic } from './format-diagnostic.ts';
import { StartError } from './start-error.ts';

/** What the message says beside the findings. */
export interface SpecExplanation {
  /** The first line, where it is not the contract itself that cannot be read. */
  readonly heading?: string;
  /** The lines of the file around a finding, to be shown below it. */
  readonly excerptOf?: (diagnostic: Diagnostic) => string | undefined;
  /** Lines at the end: what is broken and what can be done. */
  readonly wayOn?: readonly string[];
}

/** A contract that cannot be read: carries every finding, notes and warnings included. */
export class SpecError extends StartError {
  override readonly name = 'SpecError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], explanation: SpecExplanation = {}) {
    super(describe(diagnostics, explanation));
    this.diagnostics = diagnostics;
  }
}

function describe(
  diagnostics: readonly Diagnostic[],
  { heading = 'The contract cannot be read:', excerptOf = () => undefined, wayOn = [] }: SpecExplanation,
): string {
  const errorsFirst = [...diagnostics].sort((left, right) => rank(left) - rank(right));
  const lines = errorsFirst.map((diagnostic) => {
    const excerpt = excerptOf(diagnostic);
    return excerpt === undefined ? formatDiagnostic(diagnostic) : `${formatDiagnostic(diagnostic)}\n${excerpt}`;
  });
  return [heading, ...lines, ...wayOn].join('\n');
}

function rank({ severity }: Diagnostic): number {
  return ['error', 'warning', 'note'].indexOf(severity);
}
