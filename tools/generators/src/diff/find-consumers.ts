import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Operation, readServiceModel } from '@brrt/service-model';
import { templateShape } from '@brrt/service-model/references';
import { readClientScope } from '../emit/client-scope.ts';
import { clientsFolder, readClients } from '../plugin/read-clients.ts';
import type { Consumer, createReferenceFinder, ReferenceFinder } from './find-references.ts';
import { foldersIn, packageName, sourcesIn } from './read-sources.ts';

/** Who calls which operation of a service. */
export type Consumers = (operation: Pick<Operation, 'name' | 'method' | 'path'>) => readonly Consumer[];

/**
 * The places in a workspace that use a generated client of a service, as TypeScript resolves them (renamed, handed on, or
 * through a package), and the operations that are passed on to it.
 */
export async function findConsumers(workspaceRoot: string, service: string): Promise<Consumers> {
  const folders = ['apps', 'packages'].flatMap((group) => foldersIn(join(workspaceRoot, group)));
  const clients = folders.flatMap((folder) => clientsOf(folder, service));
  const passed = await passedOn(folders, service);
  // TypeScript is loaded where there is something to resolve.
  const create = clients.length === 0 ? undefined : (await import('./find-references.ts')).createReferenceFinder;
  const lazily = create && finderOf(create, workspaceRoot, usersOf(folders, clients));
  const known = new Map<string, readonly Consumer[]>();
  return ({ name, method, path }) => {
    const found = known.get(name) ?? [
      ...clients.flatMap(({ file, operations }) =>
        operations.has(name) ? (lazily?.().referencesTo(file, name) ?? []) : [],
      ),
      ...(passed.get(`${method} ${templateShape(path)}`) ?? []),
    ];
    known.set(name, found);
    return found;
  };
}

interface Client {
  readonly folder: string;
  /** The generated file. */
  readonly file: string;
  readonly operations: { readonly has: (name: string) => boolean };
}

function clientsOf(folder: string, service: string): readonly Client[] {
  return readClients(folder).flatMap((client): readonly Client[] => {
    const file = join(folder, clientsFolder, `${client}.gen.ts`);
    const scope = readClientScope(readFileSync(file, 'utf8'));
    if (scope?.service !== service) return [];
    const operations = scope.operations === 'all' ? { has: () => true } : new Set(scope.operations);
    return [{ folder, file, operations }];
  });
}

/** Made for the first operation that is asked for: TypeScript reads what the clients and their users are made of. */
function finderOf(
  create: typeof createReferenceFinder,
  workspaceRoot: string,
  users: readonly string[],
): () => ReferenceFinder {
  let finder: ReferenceFinder | undefined;
  return () => {
    finder ??= create(workspaceRoot, users);
    return finder;
  };
}

/** The folders that have a client, and those whose code names a package that has one. */
function usersOf(folders: readonly string[], clients: readonly Client[]): readonly string[] {
  const owners = new Set(clients.map(({ folder }) => folder));
  const names = [...owners].flatMap((folder) => packageName(folder) ?? []);
  const imports = (file: string): boolean => {
    const text = readFileSync(file, 'utf8');
    return names.some((name) => text.includes(name));
  };
  return folders.filter((folder) => owners.has(folder) || (names.length > 0 && sourcesIn(folder).some(imports)));
}

/** Operations of other contracts that this service answers (`x-service`), by method and path here. */
async function passedOn(
  folders: readonly string[],
  service: string,
): Promise<ReadonlyMap<string, readonly Consumer[]>> {
  const found: (readonly [string, Consumer])[] = [];
  for (const folder of folders) {
    const file = join(folder, 'openapi.yaml');
    if (!mentions(file, `x-service: ${service}`)) continue;
    const { model } = await readServiceModel(file, { skipBroken: true });
    for (const { passThrough, method, path, source } of model?.operations ?? []) {
      if (passThrough?.service !== service) continue;
      const call = `${method} ${path} is passed on to ${service}`;
      const consumer = { app: basename(folder), file: source.file, line: source.line, call };
      found.push([`${method} ${templateShape(passThrough.path)}`, consumer]);
    }
  }
  return new Map(
    [...Map.groupBy(found, ([key]) => key)].map(([key, list]) => [key, list.map(([, consumer]) => consumer)]),
  );
}

function mentions(file: string, text: string): boolean {
  try {
    return readFileSync(file, 'utf8').includes(text);
  } catch {
    // Packages have no contract.
    return false;
  }
}
