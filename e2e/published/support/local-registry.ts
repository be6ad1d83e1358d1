import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../../support/free-port.ts';
import { runProgram, startProgram } from '../../support/running-program.ts';
import { workspaceRoot } from '../../support/workspace-copy.ts';

/** A registry of npm on loopback: has our packages, and asks the one that npm is configured for about all others. */
export interface LocalRegistry extends AsyncDisposable {
  readonly url: string;
  /** What npm has to be told to use it, and nothing of this user's. */
  readonly env: Readonly<Record<string, string>>;
}

/** `folder`: where it may write, absolute. */
export async function startRegistry(folder: string): Promise<LocalRegistry> {
  const program = join(folder, 'program');
  await cp(join(workspaceRoot, 'e2e/published/registry'), program, { recursive: true });
  await succeed('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], program);
  const uplink = (await succeed('npm', ['config', 'get', 'registry'], program)).trim();
  await writeFile(join(folder, 'config.yaml'), settings(join(folder, 'storage'), uplink));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const script = join(program, 'node_modules/verdaccio/bin/verdaccio');
  const args = [script, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`];
  const running = startProgram(process.execPath, args, { cwd: folder });
  await running.printed(/http address/);
  const userConfig = join(folder, 'npmrc');
  await mkdir(join(folder, 'cache'));
  // It takes packages from everybody, but npm sends none without a name.
  await writeFile(userConfig, `//127.0.0.1:${port}/:_authToken=nobody\n`);
  return {
    url,
    env: { npm_config_registry: url, npm_config_userconfig: userConfig, npm_config_cache: join(folder, 'cache') },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

function settings(storage: string, uplink: string): string {
  return `storage: ${JSON.stringify(storage)}
uplinks:
  configured: { url: ${JSON.stringify(uplink)}, maxage: 60m }
packages:
  '@brrt/*': { access: $all, publish: $all }
  brrt: { access: $all, publish: $all }
  create-brrt: { access: $all, publish: $all }
  '**': { access: $all, proxy: configured }
log: { type: stdout, format: pretty, level: warn }
`;
}

async function succeed(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await runProgram(program, args, { cwd });
  if (code !== 0) throw new TypeError(`${program} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}
