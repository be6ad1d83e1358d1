import { spawnSync } from 'node:child_process';
import { runCommand } from './run-command.ts';

// Metrics and rules before the real Prometheus, which is a package of Debian and not one of npm.
process.exitCode = isThere() || install() ? await check() : 1;

function isThere(): boolean {
  return ['promtool', 'prometheus'].every((program) => spawnSync(program, ['--version']).status === 0);
}

function install(): boolean {
  console.log('promtool and prometheus are not there: apt-get install prometheus');
  const installed = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'prometheus'], {
    stdio: 'inherit',
  });
  if (installed.status === 0 && isThere()) return true;
  console.error(
    'They could not be installed. Put both on the PATH (https://prometheus.io/download/), or run this as root on Debian.',
  );
  return false;
}

function check(): Promise<number> {
  return runCommand({ program: 'vitest', args: ['run', '--project', 'prometheus'] });
}
