import { relative } from 'node:path';
import { type Diagnostic, formatDiagnostic, type ReadResult, readServiceModel } from '@brrt/service-model';

/** Reads the contract of an app. */
export function readContract({ folder }: { readonly folder: string }): Promise<ReadResult> {
  return readServiceModel(`${folder}/openapi.yaml`);
}

/** A finding for people, its file relative to `folder`: `error apps/a/openapi.yaml:12:5 code message (hint)`. */
export function printableDiagnostic(diagnostic: Diagnostic, folder: string): string {
  const path = relative(folder, diagnostic.file);
  const file = path.startsWith('..') ? diagnostic.file : path;
  return `${diagnostic.severity} ${formatDiagnostic({ ...diagnostic, file })}`;
}
