import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { App } from '../app-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of an app. One `PORT` cannot be the port of several: it is that of the app which `nx serve` was asked for, and not
 * of the services that Nx starts because that one calls them.
 */
export async function ownEnvironment({ name }: App, env: Environment): Promise<Environment> {
  const root = env.NX_INVOCATION_ROOT_PID;
  if (env.PORT === undefined || root === undefined || !/^\d+$/.test(root)) return env;
  const asked = await commandOf(root);
  return asked === undefined || names(asked, name) ? env : { ...env, PORT: undefined };
}

/** `nx serve bff`, `nx run bff:serve`, `nx run-many -t serve -p=bff,users`. */
function names(command: string, app: string): boolean {
  return command.split(/[\s,=]+/).some((word) => word === app || word.startsWith(`${app}:`));
}

/** Undefined where the system does not say (Windows). */
async function commandOf(pid: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', pid]);
    return stdout;
  } catch {
    return undefined;
  }
}
