import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from './support/free-port.ts';
import { type RunningProgram, runProgram, startProgram } from './support/running-program.ts';
import { saveInBurst, waysToSave } from './support/ways-to-save.ts';
import { copyWorkspace, type WorkspaceCopy, workspaceRoot } from './support/workspace-copy.ts';

const nxProgram = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');
const patience = { timeout: 15_000 };

let copy: WorkspaceCopy;
let serve: RunningProgram;
let url = '';

const contract = (version: string, time = '../../shared/time.yaml'): string => `openapi: 3.1.0
info: { title: Clock, version: '${version}' }
paths:
  /now:
    get:
      operationId: tellTime
      responses:
        '200': { description: Now, content: { application/json: { schema: { $ref: '${time}' } } } }
`;
/** What the handler of another version says would break it. */
const time = (property: string): string =>
  `{ type: object, required: [${property}], additionalProperties: false, properties: { ${property}: { type: string } } }\n`;
const handler = (property: string, said: string): string => `import { words } from '../words.ts';

export const tellTime = (): { status: 200; body: never } => ({ status: 200, body: { ${property}: words('${said}') } as never });
`;
const words = 'export const words = (text: string): string => text;\n';
const config = (port: number, origin: string): string => `port: ${port}\ncors: { origins: ['${origin}'] }\n`;

const path = (file: string): string => join(copy.root, 'apps/clock', file);
const save = async (file: string, text: string): Promise<void> => {
  await mkdir(join(path(file), '..'), { recursive: true });
  await writeFile(path(file), text);
};
const git = (...args: readonly string[]): Promise<unknown> =>
  promisify(execFile)('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: copy.root });

async function ask(): Promise<string> {
  const response = await fetch(`${url}/now`);
  return `${response.status} ${await response.text()}`;
}

async function version(): Promise<string | undefined> {
  return /"version":\s*"([^"]*)"/.exec(await (await fetch(`${url}/openapi.json`)).text())?.[1];
}

beforeAll(async () => {
  copy = await copyWorkspace();
  await git('init', '-q', '-b', 'one');
  await mkdir(join(copy.root, 'shared'));
  await writeFile(join(copy.root, 'clock.yaml'), contract('1', './shared/time.yaml'));
  await writeFile(join(copy.root, 'shared/time.yaml'), time('said'));
  const made = await runProgram('npx', ['nx', 'g', 'brrt:service', 'clock', '--spec', 'clock.yaml'], {
    cwd: copy.root,
  });
  expect(made.code, made.output).toBe(0);
  const port = await findFreePort();
  await save('openapi.yaml', contract('1'));
  await save('config.yaml', config(port, 'https://one.example'));
  await save('src/words.ts', words);
  const written = await runProgram('npx', ['nx', 'g', 'brrt:handler', 'clock', 'tellTime'], { cwd: copy.root });
  expect(written.code, written.output).toBe(0);
  await save('src/handlers/tell-time.ts', handler('said', 'one'));
  await git('add', 'apps/clock', 'shared');
  await git('commit', '-q', '-m', 'one');
  url = `http://127.0.0.1:${port}`;
  serve = startProgram(process.execPath, [nxProgram, 'serve', 'clock'], {
    cwd: copy.root,
    env: { LOG_LEVEL: 'error' },
  });
  await serve.printed(/clock is ready/);
});

afterAll(async () => {
  await serve?.[Symbol.asyncDispose]();
  await copy?.[Symbol.asyncDispose]();
});

describe('a service under nx serve takes up', () => {
  it('a file of its contract that lies outside of the app', async () => {
    await writeFile(join(copy.root, 'shared/time.yaml'), time('told'));
    await serve.printed(/shared\/time\.yaml changed[\s\S]*clock runs with it/);
    expect(await ask()).toMatch(/^500 /);
    await writeFile(join(copy.root, 'shared/time.yaml'), time('said'));
    await expect.poll(ask, patience).toBe('200 {"said":"one"}');
  });

  it.each(Object.entries(waysToSave))('contract and handler that are saved %s', async (way, save) => {
    await save(path('openapi.yaml'), contract(way));
    await expect.poll(version, patience).toBe(way);
    await save(path('src/handlers/tell-time.ts'), handler('said', way));
    await expect.poll(ask, patience).toBe(`200 {"said":"${way}"}`);
    expect(serve.output()).not.toMatch(/error |goes on|starts again/);
  });

  it('the last of twenty saves in a row', async () => {
    await saveInBurst(path('openapi.yaml'), (round) => contract(`round ${round}`));
    await expect.poll(version, patience).toBe('round 20');
    await saveInBurst(path('src/handlers/tell-time.ts'), (round) => handler('said', `round ${round}`));
    await expect.poll(ask, patience).toBe('200 {"said":"round 20"}');
    expect(serve.output()).not.toMatch(/error |goes on|starts again/);
  });

  it('another branch with another contract, handler, module and configuration, at once and without a failed request', async () => {
    await git('checkout', '-q', '.');
    await expect.poll(ask, patience).toBe('200 {"said":"one"}');
    await git('checkout', '-q', '-b', 'two');
    await writeFile(join(copy.root, 'shared/time.yaml'), time('told'));
    await save('openapi.yaml', contract('2'));
    await save('src/handlers/tell-time.ts', handler('told', 'two').replaceAll('words', 'phrases'));
    await save('src/phrases.ts', words.replaceAll('words', 'phrases'));
    await save('config.yaml', config(Number(new URL(url).port), 'https://two.example'));
    await expect.poll(ask, patience).toBe('200 {"told":"two"}');
    await git('add', 'apps/clock', 'shared');
    await git('commit', '-q', '-m', 'two');
    const traffic = sendTraffic();
    for (const [branch, want, origin] of [
      ['one', '200 {"said":"one"}', 'https://one.example'],
      ['two', '200 {"told":"two"}', 'https://two.example'],
      ['one', '200 {"said":"one"}', 'https://one.example'],
    ] as const) {
      await git('checkout', '-q', branch);
      await expect.poll(ask, patience).toBe(want);
      const allowed = async (): Promise<string | null> =>
        (await fetch(`${url}/now`, { headers: { origin } })).headers.get('access-control-allow-origin');
      await expect.poll(allowed, patience).toBe(origin);
    }
    expect(await traffic.faults()).toEqual([]);
    expect(serve.output()).not.toMatch(/starts again|ended with/);
  });

  it('a branch that git takes its time to write when all of it is there', async () => {
    const traffic = sendTraffic();
    await writeFile(join(copy.root, '.git/index.lock'), '');
    await writeFile(join(copy.root, 'shared/time.yaml'), time('told'));
    await wait(600);
    await save('src/handlers/tell-time.ts', handler('told', 'two'));
    await rm(join(copy.root, '.git/index.lock'));
    await expect.poll(ask, patience).toBe('200 {"told":"two"}');
    expect(await traffic.faults()).toEqual([]);
  });
});

/** Two clients that ask without a pause; what else was answered than one version or the other says. */
function sendTraffic(): { faults(): Promise<readonly string[]> } {
  const faults = new Set<string>();
  let isOver = false;
  const client = async (): Promise<void> => {
    while (!isOver) {
      const answer = await ask().catch((error: Error) => String(error.cause ?? error));
      if (!/^200 \{"(said":"one|told":"two)"\}$/.test(answer)) faults.add(answer.replace(/"instance".*/, ''));
    }
  };
  const clients = [client(), client()];
  return {
    async faults() {
      isOver = true;
      await Promise.all(clients);
      return [...faults];
    },
  };
}
