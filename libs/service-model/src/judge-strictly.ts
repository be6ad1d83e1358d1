import type { Diagnostic } from './diagnostic.ts';
import { diagnosticCodes } from './diagnostic-codes.ts';

/**
 * The same findings by the letter of the specification: where the document breaks its version of OpenAPI, a warning or
 * note becomes an error. For own contracts; the contracts of others are read with the meaning that the hint states.
 */
export function judgeStrictly(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) =>
    breaksSpecification(diagnostic) ? { ...diagnostic, severity: 'error' } : diagnostic,
  );
}

function breaksSpecification({ code }: Diagnostic): boolean {
  // Rules of other tools have codes of their own and severities that are final.
  const entry: { readonly breaks: boolean } | undefined = Object.hasOwn(diagnosticCodes, code)
    ? diagnosticCodes[code as keyof typeof diagnosticCodes]
    : undefined;
  return entry?.breaks ?? false;
}
