import { join } from 'node:path';
import { readServiceModel } from '@brrt/service-model';
import { readCalledServices } from '../../plugin/read-called-services.ts';
import { type App, contractOf } from '../app-folder.ts';

/** Absolute: every file of the contract of an app and of those that it calls, with those that are missing. */
export async function listContractFiles(workspaceRoot: string, app: App): Promise<readonly string[]> {
  const called = readCalledServices(app.folder).map((name) => join(workspaceRoot, 'apps', name, 'openapi.yaml'));
  const read = await Promise.all([contractOf(app), ...called].map((contract) => readServiceModel(contract)));
  return [...new Set(read.flatMap(({ files, missing }) => [...files, ...missing]))];
}
