import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from './free-port.ts';

/** Gives the apps of a copied workspace ports that nobody has. By the port as it was written. */
export async function moveToFreePorts(root: string): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>();
  for (const written of ['8080', '8081', '8082']) ports.set(written, await findFreePort());
  for (const app of await readdir(join(root, 'apps'))) {
    const file = join(root, 'apps', app, 'config.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/808[012]/g, (port) => String(ports.get(port))),
    );
  }
  return ports;
}
