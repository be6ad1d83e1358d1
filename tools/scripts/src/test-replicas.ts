import { spawnSync } from 'node:child_process';
import { runCommand } from './run-command.ts';

// Several replicas of every service behind nginx, each in a network namespace of its own. What is needed beside npm: Linux, root, nginx.
const hub = `brrt-${process.pid}`;
const missing = whatIsMissing();
if (missing === undefined) process.exitCode = await inNamespace();
else console.log(`The replicas are not tried: ${missing}.`);

function whatIsMissing(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are a part of Linux';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces (sudo npm run test:replicas)';
  if (!runs('ip', '-V') && !install('iproute2')) return 'there is no ip, and apt-get could not install iproute2';
  if (!runs('nginx', '-v') && !install('nginx')) return 'there is no nginx, and apt-get could not install it';
  if (!runs('ip', 'netns', 'add', hub)) return 'this machine lets nobody make network namespaces';
  return undefined;
}

function runs(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function install(name: string): boolean {
  console.log(`apt-get install ${name}`);
  // Nothing of it is started.
  const env = { ...process.env, RUNLEVEL: '1', DEBIAN_FRONTEND: 'noninteractive' };
  return (
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', name], { stdio: 'inherit', env }).status === 0
  );
}

/** Clients, proxy and database have a namespace too: nothing of the machine is reached or changed. */
async function inNamespace(): Promise<number> {
  try {
    return await runCommand({ program: 'ip', args: ['netns', 'exec', hub, 'vitest', 'run', '--project', 'replicas'] });
  } finally {
    runs('ip', 'netns', 'delete', hub);
  }
}
