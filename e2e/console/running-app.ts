import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Console, createConsole } from '@brrt/dashboard';
import { expect } from 'vitest';
import { createContractTools } from '../../tools/generators/src/cli/dashboard/create-contract-tools.ts';
import { type AppProcess, startApp } from '../../tools/generators/src/cli/dev/app-process.ts';
import { appRunnable } from '../../tools/generators/src/cli/dev/runnable.ts';
import { findFreePort } from '../support/free-port.ts';

export interface AppFiles {
  readonly contract: string;
  /** `src/main.ts` */
  readonly program: string;
  readonly registry?: string;
  /** Of `config.yaml`, beside the port. */
  readonly config?: string;
  /** `config.development.yaml` */
  readonly development?: string;
}

/** An app `shop` in a process of its own, as the runner of `brrt serve` starts it. */
export interface RunningApp extends AsyncDisposable {
  /** A dashboard of its own: what an earlier one did is unknown to it. */
  openConsole(): Console;
  /** Resolves when it listens. */
  start(environment?: string): Promise<void>;
  stop(): Promise<void>;
  send(message: object): boolean;
  fetch(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Of the app's log, since its last start. */
  lines(): readonly string[];
}

export async function createRunningApp(files: AppFiles): Promise<RunningApp> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'brrt-app-')));
  const folder = join(root, 'apps/shop');
  const port = await findFreePort();
  await writeFiles(root, port, files);
  let lines: string[] = [];
  let running: AppProcess | undefined;
  let console: Console | undefined;
  const send = (message: object): boolean => running?.send(message) ?? false;
  const stop = async (): Promise<void> => {
    await running?.stop(5_000);
    running = undefined;
  };
  return {
    openConsole() {
      console = createConsole({
        tools: createContractTools({ workspaceRoot: root, env: {} }),
        addressOf: () => (running === undefined ? undefined : `http://127.0.0.1:${port}`),
        send: (_service, message) => send(message),
      });
      return console;
    },
    async start(environment = 'development') {
      lines = [];
      const app = { name: 'shop', root: 'apps/shop', folder };
      const env = { ...process.env, NODE_ENV: environment };
      const { program } = appRunnable({ app, workspaceRoot: root, env });
      running = startApp({ program, env, onLine: (line) => lines.push(line) });
      console?.started('shop');
      await expect.poll(() => lines.some((line) => line.includes('listens on')), { timeout: 20_000 }).toBe(true);
    },
    stop,
    send,
    fetch: (path, headers) =>
      fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close', ...headers } }),
    lines: () => lines,
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(root, { recursive: true });
    },
  };
}

async function writeFiles(root: string, port: number, files: AppFiles): Promise<void> {
  const folder = join(root, 'apps/shop');
  await mkdir(join(folder, 'src/handlers'), { recursive: true });
  await symlink(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));
  await writeFile(join(folder, 'openapi.yaml'), files.contract);
  await writeFile(join(folder, 'config.yaml'), `port: ${port}\n${files.config ?? ''}`);
  await writeFile(join(folder, 'src/main.ts'), files.program);
  if (files.registry !== undefined) await writeFile(join(folder, 'src/handlers/index.ts'), files.registry);
  if (files.development !== undefined) await writeFile(join(folder, 'config.development.yaml'), files.development);
}
