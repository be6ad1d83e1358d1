import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import type { Row } from './row.ts';
import { type ServedApp, serveApp, untilAnswer } from './served-app.ts';

const nxProgram = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');

interface Measured {
  /** Of the app. */
  readonly name: string;
  /** The contract to make the app from; undefined: it is there. */
  readonly spec?: string;
  readonly rounds: number;
}

/** How long a saved contract and a saved handler take to be served, how long generation and the type check take. */
export async function measureContract(root: string, { name, spec, rounds }: Measured): Promise<readonly Row[]> {
  const title = spec === undefined ? 'the pet store' : basename(spec);
  if (spec !== undefined) await run(root, [nxProgram, 'g', 'brrt:service', name, '--spec', resolve(spec)]);
  const generated = await timed(() => run(root, ['tools/generators/src/cli/main.ts', 'generate', name]));
  const typeScript = 'node_modules/typescript-native/bin/tsc';
  const checked = await timed(() => run(root, [typeScript, '-p', `apps/${name}/tsconfig.json`]));
  const [contract, code] = await measureSaves(root, { name, rounds });
  return [
    { what: `saved contract → served, ${title}`, milliseconds: contract },
    { what: `saved handler → served, ${title}`, milliseconds: code },
    { what: `generation, ${title}`, milliseconds: [generated] },
    { what: `type check, ${title}`, milliseconds: [checked] },
  ];
}

async function measureSaves(root: string, { name, rounds }: Measured): Promise<readonly [number[], number[]]> {
  const [contract, code]: [number[], number[]] = [[], []];
  const file = join(root, 'apps', name, 'openapi.yaml');
  const registry = join(root, 'apps', name, 'src/handlers/index.ts');
  const [text, handlers] = [await readFile(file, 'utf8'), await readFile(registry, 'utf8')];
  await using app = await serveApp(root, name);
  await untilAnswer(`${app.url}/health`, (answer) => answer !== '');
  for (let round = 1; round <= rounds; round++) {
    const version = `9.${process.pid}.${round}`;
    await writeFile(file, text.replace(/^( +"?version"?: *)[^,\n]+/m, `$1"${version}"`));
    contract.push(await untilAnswer(`${app.url}/openapi.json`, (answer) => answer.includes(`"${version}"`)));
    const runs = countRuns(app);
    const startedAt = performance.now();
    await writeFile(registry, `${handlers}\n// round ${round}\n`);
    while (countRuns(app) === runs) await wait(5);
    code.push(performance.now() - startedAt);
  }
  await writeFile(file, text);
  await writeFile(registry, handlers);
  return [contract, code];
}

/** How often it has said that it runs with what was saved. */
function countRuns({ program }: ServedApp): number {
  return program.output().match(/runs with it/g)?.length ?? 0;
}

async function run(root: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runProgram(process.execPath, args, { cwd: root });
  if (code !== 0) throw new Error(output);
}

async function timed(task: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
}
