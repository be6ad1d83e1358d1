import { isAbsolute, relative } from 'node:path';
import type { ContractFinding } from '@brrt/dashboard';
import type { Diagnostic } from '@brrt/service-model';

/** A finding as the dashboard shows it, its file relative to the workspace. */
export function toFinding({ file, ...finding }: Diagnostic, workspaceRoot: string): ContractFinding {
  const path = relative(workspaceRoot, file);
  const isInside = isAbsolute(file) && !path.startsWith('..') && !isAbsolute(path);
  return { ...finding, file: isInside ? path.replaceAll('\\', '/') : file };
}
