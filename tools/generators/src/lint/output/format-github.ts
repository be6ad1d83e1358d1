import { relative } from 'node:path';
import type { Diagnostic, Severity } from '@brrt/service-model';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Workflow commands of GitHub Actions: each finding becomes an annotation of its line. */
export function formatGithub(findings: readonly Diagnostic[], folder: string): readonly string[] {
  return findings.map(({ severity, file, line, column, code, message, hint }) => {
    const path = relative(folder, file).replaceAll('\\', '/');
    const properties = `file=${property(path)},line=${line},col=${column},title=${property(code)}`;
    return `::${commands[severity]} ${properties}::${data(hint === undefined ? message : `${message} (${hint})`)}`;
  });
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
