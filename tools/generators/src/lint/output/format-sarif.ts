import { relative } from 'node:path';
import { type Diagnostic, diagnosticCodes, type Severity } from '@brrt/service-model';
import type { LintResult } from '../lint-contract.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'note' };

/** SARIF 2.1.0 (OASIS): what code scanning services take. Approved findings are there too, as suppressed. */
export function formatSarif({ findings, approved }: LintResult, folder: string): string {
  const rules = [...new Set([...findings, ...approved.map(({ finding }) => finding)].map(({ code }) => code))].sort();
  const place = (finding: Diagnostic): object => toResult(finding, rules.indexOf(finding.code), folder);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'brrt lint',
            rules: rules.map((id) => ({ id, shortDescription: { text: meaningOf(id) } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: [
          ...findings.map(place),
          ...approved.map(({ finding, reason }) => ({
            ...place(finding),
            suppressions: [{ kind: 'inSource', justification: reason }],
          })),
        ],
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

function toResult(
  { severity, file, line, column, pointer, code, message, hint }: Diagnostic,
  ruleIndex: number,
  folder: string,
): object {
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: hint === undefined ? message : `${message} (${hint})` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: relative(folder, file).replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/'),
          },
          region: { startLine: line, startColumn: column },
        },
        logicalLocations: [{ fullyQualifiedName: `#${pointer}` }],
      },
    ],
  };
}

function meaningOf(code: string): string {
  const known = Object.hasOwn(diagnosticCodes, code)
    ? diagnosticCodes[code as keyof typeof diagnosticCodes]
    : undefined;
  return known?.meaning ?? code;
}
