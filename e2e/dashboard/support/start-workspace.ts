import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFreePort } from '../../support/free-port.ts';
import { moveToFreePorts } from '../../support/move-ports.ts';
import { startProgram } from '../../support/running-program.ts';
import { copyWorkspace } from '../../support/workspace-copy.ts';

const run = promisify(execFile);

/** The applications of this workspace with their dashboard, started with `npm start` in a committed copy. */
export interface TestWorkspace extends AsyncDisposable {
  readonly root: string;
  /** Of the dashboard, with the token. */
  readonly url: string;
  /** Takes telemetry from any sender. */
  readonly otlpUrl: string;
  readonly petstore: string;
  readonly userService: string;
  readonly bff: string;
}

/** @param prepare changes the copy before anything of it runs */
export async function startWorkspace(prepare?: (root: string) => Promise<void>): Promise<TestWorkspace> {
  const copy = await copyWorkspace();
  await prepare?.(copy.root);
  const ports = await moveToFreePorts(copy.root);
  await commit(copy.root);
  const otlpPort = await findFreePort();
  const env = {
    BRRT_DASHBOARD: 'on',
    BRRT_DASHBOARD_PORT: String(await findFreePort()),
    BRRT_OTLP_PORT: String(otlpPort),
  };
  const program = startProgram('npm', ['start'], { cwd: copy.root, env });
  await program.printed(/Ctrl-C stops everything/);
  const url = /Dashboard: (\S+)/.exec(program.output())?.[1];
  if (url === undefined) throw new TypeError(`npm start names no dashboard: ${program.output()}`);
  const of = (written: string): string => `http://127.0.0.1:${ports.get(written)}`;
  return {
    root: copy.root,
    url,
    otlpUrl: `http://127.0.0.1:${otlpPort}`,
    petstore: of('8081'),
    userService: of('8082'),
    bff: of('8080'),
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await copy[Symbol.asyncDispose]();
    },
  };
}

/** Contracts are compared with what was committed last. */
async function commit(root: string): Promise<void> {
  const git = (...args: readonly string[]): Promise<unknown> =>
    run('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: root });
  await git('init', '--quiet');
  await git('add', 'apps');
  await git('commit', '--quiet', '--message', 'As it is');
}
