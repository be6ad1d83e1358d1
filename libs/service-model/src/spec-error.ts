import type { Diagnostic } from './diagnostic.ts';
import { formatDiagnostic } from './format-diagnostic.ts';

/** A contract that cannot be read: carries every finding, notes and warnings included. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
  readonly diagnostics: readonly Diagnostic[];

  /** `excerptOf` gives the lines of the file around a finding, to be shown below it. */
  constructor(
    diagnostics: readonly Diagnostic[],
    excerptOf: (diagnostic: Diagnostic) => string | undefined = () => undefined,
  ) {
    super(describe(diagnostics, excerptOf));
    this.diagnostics = diagnostics;
  }
}

function describe(
  diagnostics: readonly Diagnostic[],
  excerptOf: (diagnostic: Diagnostic) => string | undefined,
): string {
  const errorsFirst = [...diagnostics].sort((left, right) => rank(left) - rank(right));
  const lines = errorsFirst.map((diagnostic) => {
    const excerpt = excerptOf(diagnostic);
    return excerpt === undefined ? formatDiagnostic(diagnostic) : `${formatDiagnostic(diagnostic)}\n${excerpt}`;
  });
  return ['The contract cannot be read:', ...lines].join('\n');
}

function rank({ severity }: Diagnostic): number {
  return ['error', 'warning', 'note'].indexOf(severity);
}
