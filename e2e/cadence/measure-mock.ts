import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../support/free-port.ts';
import { startProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import type { Row } from './row.ts';
import { untilAnswer } from './served-app.ts';

const brrt = join(workspaceRoot, 'tools/generators/bin/brrt.cjs');

/** `brrt mock openapi.yaml` in a folder that has nothing else, until it answers: for the first time, then as on every other day. */
export async function measureMock(rounds: number): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-cadence-'));
  const answers: number[] = [];
  try {
    await copyFile(join(workspaceRoot, 'apps/user-service/openapi.yaml'), join(folder, 'openapi.yaml'));
    // Node keeps there what it has made of source files.
    const env = { NODE_COMPILE_CACHE: join(folder, 'cache') };
    for (let round = 0; round <= rounds; round++) {
      const port = await findFreePort();
      const startedAt = performance.now();
      const args = [brrt, 'mock', 'openapi.yaml', '--port', String(port)];
      await using _mock = startProgram(process.execPath, args, { cwd: folder, env });
      await untilAnswer(`http://127.0.0.1:${port}/health`, (text) => text !== '');
      answers.push(performance.now() - startedAt);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const [first = 0, ...others] = answers;
  return [
    { what: '`brrt mock` in an empty folder → first answer, the first time', milliseconds: [first] },
    { what: '`brrt mock` in an empty folder → first answer', milliseconds: others },
  ];
}
