import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadResult, ServiceModel } from '@brrt/service-model';
import { type ClientScope, readClientScope } from '../emit/client-scope.ts';
import { clientsFolder, readClients } from '../plugin/read-clients.ts';
import type { App } from './app-folder.ts';
import { readContract } from './read-contract.ts';

/** A generated client of an app and the contract that it follows. */
export interface AppClient extends Pick<ReadResult, 'diagnostics' | 'locate' | 'files' | 'missing'> {
  readonly scope: ClientScope;
  /** Undefined when the contract of the service cannot be read: see the diagnostics. */
  readonly model: ServiceModel | undefined;
}

/** Every generated client of an app, with the contract of its service as it is now. */
export async function readAppClients(workspaceRoot: string, app: App): Promise<readonly AppClient[]> {
  const clients = readClients(app.folder).map(async (name): Promise<AppClient | undefined> => {
    const scope = readClientScope(readFileSync(join(app.folder, `${clientsFolder}/${name}.gen.ts`), 'utf8'));
    if (scope === undefined) return undefined;
    const read = await readContract({ folder: join(workspaceRoot, 'apps', scope.service) });
    return { ...read, scope };
  });
  return (await Promise.all(clients)).filter((client) => client !== undefined);
}
