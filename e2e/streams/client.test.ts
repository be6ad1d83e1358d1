import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createService, type HandlerContext, type Service } from '@brrt/router-core';
import { defaultConfig, readConfig } from '@brrt/router-core/config';
import { createContract, loadContract } from '@brrt/router-core/host';
import { type ClientRequest, type ClientResponse, clientSchemas, createClient } from '@brrt/service-client';
import { readServiceModelText } from '@brrt/service-model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPetstoreService } from '../../apps/petstore/src/service.ts';
import { findFreePort } from '../support/free-port.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { openStreams } from './open-streams.ts';

const relayContract = `
openapi: 3.2.0
info: { title: Relay, version: '1' }
paths:
  /names:
    get:
      operationId: names
      responses:
        '200':
          description: Names of new pets
          content: { text/event-stream: { itemSchema: { type: object, required: [data], properties: { data: { type: string } } } } }
`;
const petstoreKey = 'petstore-header-key-6f1d0c94';

interface PetstoreClient {
  streamEvents(request: ClientRequest): Promise<ClientResponse>;
}

let folder = '';
let petstore: Service;
let petstorePort = 0;
let relay: Service;
let relayUrl = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-resume-'));
  petstorePort = await findFreePort();
  petstore = await startPetstore();
  relay = await createRelay();
  ({ url: relayUrl } = await relay.listen({ port: await findFreePort(), host: '127.0.0.1' }));
});

afterAll(async () => {
  await relay.close();
  await petstore.close();
  await rm(folder, { recursive: true, force: true });
});

async function startPetstore(): Promise<Service> {
  const directory = join(workspaceRoot, 'apps/petstore/src');
  const config = await readConfig({ directory, env: { LOG_LEVEL: 'silent' } });
  const started = await createPetstoreService({
    ...config,
    database: { file: join(folder, 'pets.sqlite'), url: undefined },
  });
  await started.listen({ port: petstorePort, host: '127.0.0.1' });
  return started;
}

/** A service whose stream is made of that of the pet store, and outlasts its own deadline many times. */
async function createRelay(): Promise<Service> {
  const file = new URL('../../apps/petstore/openapi.yaml', import.meta.url);
  const { model } = await loadContract({ service: 'petstore', file });
  const contract = { ...model, operations: model.operations.filter(({ name }) => name === 'streamEvents') };
  const client = createClient<PetstoreClient>(
    { service: 'petstore', contract, schemas: clientSchemas('petstore', contract) },
    { baseUrl: `http://127.0.0.1:${petstorePort}`, credentials: { ApiKeyHeader: petstoreKey } },
  );
  const read = await readServiceModelText({ text: relayContract, file: 'relay.yaml' });
  if (read.model === undefined) throw new TypeError('The contract of the relay cannot be read');
  async function* names({ clients }: HandlerContext<unknown, { readonly petstore: PetstoreClient }>) {
    const { body } = await clients.petstore.streamEvents({ query: { follow: true }, resume: true });
    // The contract says what it is.
    for await (const { event, data } of body as AsyncIterable<{ readonly event: string; readonly data: string }>) {
      if (event === 'pet.created') yield { data: String(JSON.parse(data).name) };
    }
  }
  return createService({
    contract: createContract(read.model),
    config: { http: { ...defaultConfig().http, handlerDeadlineMs: 300 } },
    handlers: { names: (_request: never, context) => ({ status: 200, body: names(context) }) },
    clients: { petstore: client },
  });
}

async function addPet(name: string): Promise<void> {
  const headers = { 'x-api-key': petstoreKey, 'content-type': 'application/json' };
  const body = JSON.stringify({ name });
  const { status } = await fetch(`http://127.0.0.1:${petstorePort}/pets`, { method: 'POST', headers, body });
  expect(status).toBe(201);
}

async function activeStreams(): Promise<string | undefined> {
  const text = await (await fetch(`http://127.0.0.1:${petstorePort}/metrics`)).text();
  return /brrt_streams_active\{operation="stream_events"\} (\d+)/.exec(text)?.[1];
}

it('a service behind which the pet store is started anew goes on with its stream, and ends the call with its reader', async () => {
  {
    using streams = await openStreams(1, `${relayUrl}/names`, []);
    const named = (): readonly string[] =>
      [...(streams.received()[0] ?? '').matchAll(/data: (New .*)/g)].map(([, name = '']) => name);
    await addPet('New Anna');
    await expect.poll(named).toEqual(['New Anna']);
    await petstore.close();
    petstore = await startPetstore();
    await addPet('New Bert');
    await expect.poll(named, { timeout: 30_000 }).toEqual(['New Anna', 'New Bert']);
    await addPet('New Cleo');
    await expect.poll(named).toEqual(['New Anna', 'New Bert', 'New Cleo']);
    expect(await activeStreams()).toBe('1');
  }
  await expect.poll(activeStreams).toBe('0');
});
