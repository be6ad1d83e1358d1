import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { buildApp } from '../tools/generators/src/build/build-app.ts';

const workspaceRoot = resolve(import.meta.dirname, '..');
const root = 'bench/shop';

/**
 * What `nx build` makes of a service, and users run: validators are printed code, nothing is read or compiled at the start; and the
 * bare server as JavaScript too. The entry of the service.
 */
export async function buildShop(): Promise<string> {
  await build({
    absWorkingDir: workspaceRoot,
    entryPoints: ['bench/servers/bare.ts'],
    outfile: 'dist/bench/bare.mjs',
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const { folder } = await buildApp(workspaceRoot, { name: 'shop', root, folder: join(workspaceRoot, root) });
  return join(workspaceRoot, folder, 'main.mjs');
}

if (import.meta.main) console.log(await buildShop());
