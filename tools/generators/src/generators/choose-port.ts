import type { Tree } from '@nx/devkit';
import { GeneratorInputError } from './app-tree.ts';

const firstPort = 8080;

/**
 * The wanted port, else the next above those of all apps.
 * @throws GeneratorInputError when another app has the wanted one
 */
export function choosePort(
  tree: Tree,
  { service, wanted }: { readonly service: string; readonly wanted: number | undefined },
): number {
  const ports = portsByApp(tree, service);
  if (wanted === undefined) return Math.max(firstPort - 1, ...ports.keys()) + 1;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) {
    throw new GeneratorInputError(`--port has to be a number from 1 to 65535, not ${wanted}.`);
  }
  const owner = ports.get(wanted);
  if (owner !== undefined)
    throw new GeneratorInputError(`apps/${owner} has port ${wanted} already; leave --port out to get a free one.`);
  return wanted;
}

function portsByApp(tree: Tree, except: string): ReadonlyMap<number, string> {
  const apps = tree.exists('apps') ? tree.children('apps').filter((app) => app !== except) : [];
  return new Map(
    apps.flatMap((app) => {
      const port = readPort(tree.read(`apps/${app}/config.yaml`, 'utf8') ?? '');
      return port === undefined ? [] : [[port, app] as const];
    }),
  );
}

/** `port` of a config.yaml. */
export function readPort(config: string): number | undefined {
  const digits = /^port:[ \t]*(\d{1,5})[ \t]*(?:#.*)?$/m.exec(config)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
