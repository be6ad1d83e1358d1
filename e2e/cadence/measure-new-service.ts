import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import type { Row } from './row.ts';
import { serveApp, untilAnswer } from './served-app.ts';

const nxProgram = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');

/** `nx g brrt:service` with the pet store's contract, then `serve` until it answers. */
export async function measureNewService(root: string, rounds: number): Promise<readonly Row[]> {
  const [generated, served]: number[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    const args = [nxProgram, 'g', 'brrt:service', 'brandnew', '--spec', 'apps/petstore/openapi.yaml'];
    const { code, output } = await runProgram(process.execPath, args, { cwd: root });
    if (code !== 0) throw new Error(output);
    generated?.push(performance.now() - startedAt);
    await using app = await serveApp(root, 'brandnew');
    await untilAnswer(`${app.url}/pets`, (text) => text !== '');
    served?.push(performance.now() - startedAt);
    await rm(join(root, 'apps/brandnew'), { recursive: true });
  }
  return [
    { what: 'contract of the pet store → new service, generated', milliseconds: generated ?? [] },
    { what: 'contract of the pet store → first answer of the new service', milliseconds: served ?? [] },
  ];
}
