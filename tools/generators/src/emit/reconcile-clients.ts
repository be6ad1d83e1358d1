import type { ServiceModel } from '@brrt/service-model';
import { type ClientScope, readClientScope } from './client-scope.ts';
import { emitClient } from './emit-client.ts';
import { emitFetchChecks, emitFetchPlaces } from './emit-fetch-checks.ts';
import { emitFetchClient } from './emit-fetch-client.ts';
import type { EmittedFile } from './emitted-file.ts';

/** Where an app keeps the clients of other services. */
export const clientsFolder = 'src/generated/clients';

export function clientFile(service: string): string {
  return `${clientsFolder}/${service}.gen.ts`;
}

/** Beside the client of a service on `fetch`: what a page imports only where it checks answers. */
export function checksFile(service: string): string {
  return `${clientsFolder}/${service}/checks.gen.ts`;
}

export function placesFile(service: string): string {
  return `${clientsFolder}/${service}/places.gen.ts`;
}

/** Everything that is generated for one client. */
export function clientFiles(model: ServiceModel, scope: ClientScope): readonly EmittedFile[] {
  const { service, runtime } = scope;
  const file = (path: string, text: string): EmittedFile => ({ path, text, owner: 'generator' });
  if (runtime !== 'fetch') return [file(clientFile(service), emitClient(model, scope))];
  return [
    file(clientFile(service), emitFetchClient(model, scope)),
    file(checksFile(service), emitFetchChecks(model, scope)),
    file(placesFile(service), emitFetchPlaces(model, scope)),
  ];
}

export interface ReconcileClientsOptions {
  /** Services that the app has a client file of. */
  readonly services: readonly string[];
  readonly read: (path: string) => string | undefined;
  /** The contract of a service of this workspace; undefined when there is no such service. */
  readonly modelOf: (service: string) => Promise<ServiceModel | undefined>;
}

export interface ClientChanges {
  readonly writes: readonly EmittedFile[];
  /** Called services that the workspace does not have: their clients stay as they are. */
  readonly missing: readonly string[];
  /** Operations that a client names and the called contract no longer has. */
  readonly vanished: readonly { readonly service: string; readonly operations: readonly string[] }[];
}

/** Emits every client of an app anew, for the operations that it names. */
export async function reconcileClients({ services, read, modelOf }: ReconcileClientsOptions): Promise<ClientChanges> {
  const results = await Promise.all(services.map((service) => reconcileClient(service, { read, modelOf })));
  return {
    writes: results.flatMap(({ writes = [] }) => writes),
    missing: results.flatMap(({ missing }) => missing ?? []),
    vanished: results.flatMap(({ vanished }) => vanished ?? []),
  };
}

interface ClientResult {
  readonly writes?: readonly EmittedFile[];
  readonly missing?: string;
  readonly vanished?: ClientChanges['vanished'][number];
}

async function reconcileClient(
  service: string,
  { read, modelOf }: Pick<ReconcileClientsOptions, 'read' | 'modelOf'>,
): Promise<ClientResult> {
  const current = read(clientFile(service)) ?? '';
  const model = await modelOf(service);
  if (model === undefined) return { missing: service };
  const scope = readClientScope(current) ?? { service, operations: 'all' };
  const { operations } = scope;
  const known = new Set(model.operations.map(({ name }) => name));
  const gone = operations === 'all' ? [] : operations.filter((name) => !known.has(name));
  return {
    writes: clientFiles(model, scope).filter(({ path, text }) => read(path) !== text),
    ...(gone.length === 0 ? {} : { vanished: { service, operations: gone } }),
  };
}
