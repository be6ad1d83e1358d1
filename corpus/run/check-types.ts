import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { GeneratedService } from './generate-service.ts';

export interface TypeCheck {
  /** What the compiler said; empty when all is well. */
  readonly errors: readonly string[];
  readonly peakMebibytes: number;
}

const compiler = 'node_modules/typescript-native/bin/tsc';

/** Runs the TypeScript compiler of the workspace over a generated service, as its target `typecheck` does. */
export async function checkTypes({ app }: GeneratedService, workspaceRoot: string): Promise<TypeCheck> {
  const args = [join(workspaceRoot, compiler), '-p', 'tsconfig.json', '--pretty', 'false', '--extendedDiagnostics'];
  const child = spawn(process.execPath, args, { cwd: app.folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code]: readonly unknown[] = await once(child, 'close');
  const errors = output.split('\n').filter((line) => / error TS\d+: /.test(line));
  const memory = /^Memory used:\s*(\d+)K/m.exec(output)?.[1];
  return {
    errors: errors.length === 0 && code !== 0 ? [`the compiler ended with ${code}: ${output.slice(0, 400)}`] : errors,
    peakMebibytes: memory === undefined ? 0 : Number(memory) / 1024,
  };
}
