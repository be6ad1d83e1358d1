import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'peers');

/**
 * Other frameworks are in a folder of their own, so that nobody installs them who does not measure.
 * @throws TypeError when npm cannot install them
 */
export function installPeers(): void {
  if (isInstalled()) return;
  console.error('installing what is compared with: npm ci --ignore-scripts in bench/peers (once, 90 MB)');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new TypeError(
      'npm ci failed in bench/peers; `npm run bench -- --peers none` compares with bare node:http alone',
    );
}

/** npm leaves a list of what it installed; it names the versions of the lock file when it is that of this one. */
function isInstalled(): boolean {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const versions = (file: string): ReadonlyMap<string, unknown> => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    return new Map(Object.entries<{ version?: string }>(packages).map(([name, { version }]) => [name, version]));
  };
  const present = versions(installed);
  return [...versions(join(folder, 'package-lock.json'))].every(
    ([name, version]) => name === '' || present.get(name) === version,
  );
}
