import type { DiagnosticCode } from '../diagnostic-codes.ts';

/** Says that a schema holds something which its version of OpenAPI does not have; `key` is the keyword. */
export type ReportLeftover = (
  key: string,
  finding: { readonly code: DiagnosticCode; readonly message: string; readonly hint: string },
) => void;
