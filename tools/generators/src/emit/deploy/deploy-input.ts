import { readDeployConfig } from './deploy-config.ts';
import type { DeployInput, DeployNeighbour } from './deploy-facts.ts';

/** An app of the workspace whose files can be read; undefined for what is not there. */
export interface ReadableApp {
  readonly name: string;
  readonly read: (path: string) => string | undefined;
}

/** Files of the configuration that hold in production, in the order in which one adds to the other. */
export const configNames = ['config.yaml', 'config.production.yaml'];

/** What the files of a workspace say about how one of its services runs on a cluster. */
export function deployInput(apps: readonly ReadableApp[], service: string): DeployInput {
  const own = apps.find(({ name }) => name === service);
  return {
    service,
    configFiles: own === undefined ? {} : configFilesOf(own),
    neighbours: apps.filter(({ name }) => name !== service).map(toNeighbour),
  };
}

/** Names of the services that an app calls. */
export function calledServices(app: ReadableApp): readonly string[] {
  return readDeployConfig(Object.values(configFilesOf(app))).keys('clients');
}

function toNeighbour(app: ReadableApp): DeployNeighbour {
  const config = readDeployConfig(Object.values(configFilesOf(app)));
  return { name: app.name, config, calls: config.keys('clients') };
}

function configFilesOf({ read }: ReadableApp): Readonly<Record<string, string>> {
  const present = configNames.flatMap((name) => {
    const text = read(name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(present);
}
