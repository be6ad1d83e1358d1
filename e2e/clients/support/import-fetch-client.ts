import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CallOptions,
  createFetchClient,
  type FetchClient,
  type FetchClientOptions,
  type FetchRequest,
  type ResponseChecks,
} from '@brrt/fetch-client';
import type { ServiceModel } from '@brrt/service-model';
import {
  checksFile,
  clientFile,
  clientFiles,
  placesFile,
} from '../../../tools/generators/src/emit/reconcile-clients.ts';
import { checkEmitted } from '../../../tools/generators/src/verify/check-emitted.ts';

const workspace = join(import.meta.dirname, '../../..');

export interface FetchAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export type AnyFunction = (client: FetchClient, request?: FetchRequest, options?: CallOptions) => Promise<FetchAnswer>;

export interface ImportedClient {
  readonly client: FetchClient;
  readonly functions: Readonly<Record<string, AnyFunction>>;
}

/** Emits the client of a contract, as a page would import it, and imports it; `isChecked`: with its checks. */
export async function importFetchClient(
  model: ServiceModel,
  { isChecked = false, ...options }: FetchClientOptions & { readonly isChecked?: boolean },
): Promise<ImportedClient> {
  mkdirSync(join(workspace, 'tmp'), { recursive: true });
  const folder = mkdtempSync(join(workspace, 'tmp/fetch-client-'));
  try {
    const files = await checkEmitted(
      clientFiles(model, { service: 'any', operations: 'all', runtime: 'fetch' }),
      'page',
    );
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // Each path is new, and gone before anybody could look twice.
    const load = (path: string): Promise<unknown> => import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href);
    const functions = (await load(clientFile('any'))) as ImportedClient['functions'];
    if (!isChecked) return { client: createFetchClient(options), functions };
    const checks = (await load(checksFile('any'))) as Readonly<Record<string, ResponseChecks>>;
    const places = (await load(placesFile('any'))) as { readonly explain: never };
    return { client: createFetchClient({ ...options, checks, places: async () => places }), functions };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
