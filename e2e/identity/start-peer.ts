import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createService, type HandlerContext, type HandlerRegistry } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import { createSecurity } from '@brrt/security';
import { clientSchemas, createClient } from '@brrt/service-client';

const answers = {
  '200': { description: 'Who asked', content: { 'application/json': { schema: { type: 'object' } } } },
  '403': { description: 'Not you', content: { 'application/problem+json': { schema: { type: 'object' } } } },
};

/** `/who` tells a caller whom the scheme `Peer` lets in who it is; `/ask` asks another service that and passes the answer on. */
const contract = (scheme: object) => ({
  openapi: '3.1.0',
  info: { title: 'Peer', version: '1' },
  components: { securitySchemes: { Peer: scheme } },
  paths: {
    '/who': { get: { operationId: 'who', security: [{ Peer: [] }], responses: answers } },
    '/ask': { get: { operationId: 'ask', security: [], responses: answers } },
  },
});

interface Answer {
  readonly status: number;
  readonly body: object;
}

interface Clients {
  readonly peer: { who(): Promise<Answer> };
}

export interface Peer extends AsyncDisposable {
  /** What `/ask` answers, without a connection. */
  ask(): Promise<Answer>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

/** A service that calls another one: its configuration says who both have to be, by what the contract has as `scheme`. */
export async function startPeer(
  config: string,
  files: Readonly<Record<string, string>>,
  scheme: object = { type: 'mutualTLS' },
): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-peer-'));
  try {
    return await startIn(folder, { config, files, scheme });
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

interface Given {
  readonly config: string;
  readonly files: Readonly<Record<string, string>>;
  readonly scheme: object;
}

async function startIn(folder: string, { config, files, scheme }: Given): Promise<Peer> {
  const write: Peer['write'] = async (given) => {
    for (const [name, content] of Object.entries(given)) await writeFile(join(folder, name), content);
  };
  await write({ ...files, 'config.yaml': config, 'openapi.json': JSON.stringify(contract(scheme)) });
  const loaded = await loadContract({ service: 'peer', file: pathToFileURL(join(folder, 'openapi.json')) });
  const settings = await readConfig({ directory: folder, env: {} });
  const security = createSecurity(loaded.model, settings);
  const { url = '', tls, tokens = {} } = settings.clients.peer ?? {};
  const { model } = loaded;
  const whoOnly = { ...model, operations: model.operations.filter(({ id }) => id === 'who') };
  const definition = { service: 'peer', contract: whoOnly, schemas: clientSchemas('peer', whoOnly) };
  const peer = createClient<Clients['peer']>(definition, {
    baseUrl: url,
    tls,
    tokens,
    identity: security.clientIdentity,
  });
  const handlers = {
    who: (_: unknown, { principal }: HandlerContext) => ({ status: 200, body: { subject: principal?.subject } }),
    ask: (_: unknown, { clients }: HandlerContext<unknown, Clients>) => clients.peer.who(),
  };
  const service = createService<unknown, Clients>({
    contract: loaded,
    // The cast: the contract was written here and no types were generated from it.
    handlers: handlers as unknown as HandlerRegistry<HandlerContext<unknown, Clients>>,
    clients: { peer },
    config: settings,
    security: security.handlers,
    tls: security.tls,
  });
  await service.listen(settings);
  return {
    write,
    async ask() {
      const response = await service.fetch('/ask');
      return { status: response.status, body: Object(await response.json()) };
    },
    async [Symbol.asyncDispose]() {
      await service.close();
      await rm(folder, { recursive: true });
    },
  };
}
