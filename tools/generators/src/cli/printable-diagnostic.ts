import { relative } from 'node:path';
import { type Diagnostic, formatDiagnostic } from '@brrt/service-model';

/** A finding for people, its file relative to `folder`: `error apps/a/openapi.yaml:12:5 code message (hint)`. */
export function printableDiagnostic(diagnostic: Diagnostic, folder: string): string {
  const path = relative(folder, diagnostic.file);
  const file = path.startsWith('..') ? diagnostic.file : path;
  return `${diagnostic.severity} ${formatDiagnostic({ ...diagnostic, file })}`;
}
