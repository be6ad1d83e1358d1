import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resizeDocument } from './resize-document.ts';
import type { ScaleRun, ScaleTask } from './scale-run.ts';

const sizes = [0.25, 0.5, 1, 2];

/** Runs a JSON document at a quarter, half, all and twice its size, each in a process of its own. */
export async function measureScale(
  file: string,
  { workspaceRoot, onSize }: { readonly workspaceRoot: string; readonly onSize: (size: number) => void },
): Promise<readonly ScaleRun[]> {
  const folder = join(workspaceRoot, 'tmp', 'corpus-contracts');
  await mkdir(folder, { recursive: true });
  const text = await readFile(file, 'utf8');
  const runs: ScaleRun[] = [];
  for (const size of sizes) {
    onSize(size);
    const resized = join(folder, `scale-${size}.json`);
    await writeFile(resized, JSON.stringify(resizeDocument(JSON.parse(text), size), undefined, 2));
    runs.push(await measureApart({ file: resized, size, workspaceRoot }));
  }
  return runs;
}

async function measureApart(task: ScaleTask): Promise<ScaleRun> {
  const child = fork(join(import.meta.dirname, 'worker.ts'), { cwd: task.workspaceRoot });
  let run: ScaleRun | undefined;
  child.once('message', (message) => {
    run = message as ScaleRun; // the worker sends nothing else
  });
  child.send(task);
  await once(child, 'exit');
  if (run === undefined) throw new TypeError(`The document at ${task.size} times its size cannot be measured`);
  return run;
}
