import { readFile } from 'node:fs/promises';
import { type Diagnostic, type Severity, visibleText } from '@brrt/service-model';
import { printableDiagnostic } from '../../cli/printable-diagnostic.ts';

/** Findings for people: errors with the lines they are about, then the rest; at most `limit`, and what was left out by rule. */
export async function formatFindings(
  findings: readonly Diagnostic[],
  { folder, limit }: { readonly folder: string; readonly limit: number },
): Promise<readonly string[]> {
  const ordered = (['error', 'warning', 'note'] as const).flatMap((severity) => ofSeverity(findings, severity));
  const shown = ordered.slice(0, limit);
  const texts = new Map<string, readonly string[]>();
  const lines: string[] = [];
  for (const finding of shown) {
    lines.push(printableDiagnostic(finding, folder));
    if (finding.severity === 'error') lines.push(...(await frameOf(finding, texts)));
  }
  return [...lines, ...leftOut(ordered.slice(limit))];
}

function ofSeverity(findings: readonly Diagnostic[], severity: Severity): readonly Diagnostic[] {
  return findings.filter((finding) => finding.severity === severity);
}

const longestLine = 160;

/** The line of a finding with the one before, and a caret below its column. */
async function frameOf(
  { file, line, column }: Diagnostic,
  texts: Map<string, readonly string[]>,
): Promise<readonly string[]> {
  const known = texts.get(file) ?? (await readFile(file, 'utf8').catch(() => '')).split(/\r?\n/);
  texts.set(file, known);
  const text = known[line - 1];
  if (text === undefined || column > longestLine) return [];
  const width = String(line).length;
  const before = line > 1 ? [`  ${String(line - 1).padStart(width)} | ${shorten(known[line - 2] ?? '')}`] : [];
  return [...before, `  ${line} | ${shorten(text)}`, `  ${' '.repeat(width)} | ${' '.repeat(column - 1)}^`];
}

function shorten(text: string): string {
  return visibleText(text.length > longestLine ? `${text.slice(0, longestLine)}…` : text);
}

function leftOut(findings: readonly Diagnostic[]): readonly string[] {
  if (findings.length === 0) return [];
  const byCode = Map.groupBy(findings, ({ code }) => code);
  const counts = [...byCode]
    .map(([code, found]) => [code, found.length] as const)
    .sort((one, other) => other[1] - one[1]);
  return [
    `… and ${findings.length} more (--limit 0 shows all):`,
    ...counts.map(([code, count]) => `  ${String(count).padStart(6)}  ${code}`),
  ];
}
