import type { ServiceModel } from '@brrt/service-model';
import { emitClient, readClientScope } from './emit-client.ts';
import type { EmittedFile } from './emitted-file.ts';

/** Where an app keeps the clients of other services. */
export const clientsFolder = 'src/generated/clients';

export function clientFile(service: string): string {
  return `${clientsFolder}/${service}.gen.ts`;
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
    writes: results.flatMap(({ write }) => write ?? []),
    missing: results.flatMap(({ missing }) => missing ?? []),
    vanished: results.flatMap(({ vanished }) => vanished ?? []),
  };
}

interface ClientResult {
  readonly write?: EmittedFile;
  readonly missing?: string;
  readonly vanished?: ClientChanges['vanished'][number];
}

async function reconcileClient(
  service: string,
  { read, modelOf }: Pick<ReconcileClientsOptions, 'read' | 'modelOf'>,
): Promise<ClientResult> {
  const path = clientFile(service);
  const current = read(path) ?? '';
  const model = await modelOf(service);
  if (model === undefined) return { missing: service };
  const operations = readClientScope(current)?.operations ?? 'all';
  const text = emitClient(model, { service, operations });
  const known = new Set(model.operations.map(({ name }) => name));
  const gone = operations === 'all' ? [] : operations.filter((name) => !known.has(name));
  return {
    ...(text === current ? {} : { write: { path, text, owner: 'generator' } }),
    ...(gone.length === 0 ? {} : { vanished: { service, operations: gone } }),
  };
}
