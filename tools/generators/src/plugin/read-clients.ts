import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the generated clients of an app live, relative to its root. */
export const clientsFolder = 'src/generated/clients';
const clientSuffix = '.gen.ts';

/** Names of the services that an app has generated clients of, sorted. `appFolder` is an absolute path. */
export function readClients(appFolder: string): readonly string[] {
  return readFileNames(join(appFolder, clientsFolder))
    .filter((file) => file.endsWith(clientSuffix))
    .map((file) => file.slice(0, -clientSuffix.length))
    .sort();
}

function readFileNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
