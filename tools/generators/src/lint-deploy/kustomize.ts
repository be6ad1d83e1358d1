import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Diagnostic } from '@brrt/service-model';

const run = promisify(execFile);

export interface BuiltOverlays {
  readonly built: readonly { readonly name: string; readonly text: string }[];
  readonly findings: readonly Diagnostic[];
}

// What people have: kubectl with kustomize inside, else kustomize itself.
const builders = [
  ['kubectl', 'kustomize'],
  ['kustomize', 'build'],
] as const;

/** Every overlay as kustomize builds it; that it is not installed is said. */
export async function buildOverlays(folder: string): Promise<BuiltOverlays> {
  const overlays = join(folder, 'overlays');
  const names = existsSync(overlays) ? readdirSync(overlays).sort() : [];
  const built: { name: string; text: string }[] = [];
  const findings: Diagnostic[] = [];
  for (const name of names.filter((each) => existsSync(join(overlays, each, 'kustomization.yaml')))) {
    const path = join(overlays, name);
    const text = await build(path);
    if (typeof text === 'string') built.push({ name: join(path, 'kustomization.yaml'), text });
    else findings.push(text);
  }
  return { built, findings };
}

async function build(path: string): Promise<string | Diagnostic> {
  const place = { file: join(path, 'kustomization.yaml'), line: 1, column: 1, pointer: '' };
  for (const [program, command] of builders) {
    try {
      return (await run(program, [command, path], { maxBuffer: 64 * 1024 * 1024 })).stdout;
    } catch (error) {
      const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string }; // of execFile
      if (code === 'ENOENT') continue;
      return { ...place, severity: 'error', code: 'overlay', message: `kustomize cannot build it: ${stderr.trim()}` };
    }
  }
  const message = 'not checked: neither kubectl nor kustomize is installed';
  return { ...place, severity: 'note', code: 'overlay', message };
}
