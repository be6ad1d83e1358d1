import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readConfig, type ServiceConfig } from '@brrt/router-core/config';
import { generateRequest } from '@brrt/router-core/examples';
import { createLiveSchemas } from '@brrt/router-core/schema';
import { loadServiceModel, readServiceModelText, type ServiceModel } from '@brrt/service-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPetstoreService } from '../../apps/petstore/src/service.ts';
import { startService } from '../hostile/support/start-service.ts';
import { findFreePort } from '../support/free-port.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { mutatedRequest } from './mutated-request.ts';
import { PipelinedClient, type SentRequest, show } from './pipelined-client.ts';
import { varied } from './varied-contract.ts';

/** All of `npm run fuzz`; an everyday run has fewer. */
const total = Number(process.env.FUZZ_REQUESTS ?? 4_000);
const batch = 50;
const clients = 4;
/** What a heap may gain: caches fill up, and a leak of 200 octets a request would be 20 MB in the whole run. */
const allowedGrowth = 24 * 1_048_576;

interface Target extends AsyncDisposable {
  readonly port: number;
  readonly model: ServiceModel;
  readonly development: ServiceConfig['security']['development'];
}

describe('requests that are almost right', () => {
  it('are answered by the pet store without a 5xx, a hang or a heap that grows', async () => {
    const app = join(workspaceRoot, 'apps/petstore');
    const read = await readConfig({ directory: app, env: { LOG_LEVEL: 'silent' } });
    const service = await createPetstoreService(read);
    const { port } = await service.listen({ port: await findFreePort(), host: '127.0.0.1' });
    await fuzz({
      port,
      model: await loadServiceModel(join(app, 'openapi.yaml')),
      development: read.security.development,
      [Symbol.asyncDispose]: () => service.close(),
    });
  }, 600_000);

  it('are answered from a contract of many kinds of values without a 5xx, a hang or a heap that grows', async () => {
    const started = await startService({ document: varied, config: 'log: { level: silent }' });
    const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Hostile', version: '1' }, ...varied });
    const { model } = await readServiceModelText({ text, file: '/hostile/openapi.json' });
    if (model === undefined) throw new TypeError('The contract cannot be read');
    await fuzz({
      port: started.port,
      model,
      development: {},
      [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
    });
  }, 600_000);
});

async function fuzz(given: Target): Promise<void> {
  await using target = given;
  const sound = soundRequests(target);
  const pool = Array.from({ length: clients }, () => new PipelinedClient(target.port));
  let sent = 0;
  let turn = 0;
  const property = fc.asyncProperty(
    fc.array(mutatedRequest(sound), { minLength: 1, maxLength: batch, size: 'max' }),
    async (requests) => {
      turn = (turn + 1) % pool.length;
      const statuses = (await pool[turn]?.send(requests)) ?? [];
      sent += requests.length;
      const failed = requests.filter((_request, index) => isFault(statuses[index] ?? 0));
      if (failed.length > 0) pool[turn]?.close();
      expect(failed.map(show)).toEqual([]);
    },
  );
  const runs = async (count: number): Promise<void> => {
    const goal = sent + count;
    while (sent < goal) await fc.assert(property, { numRuns: Math.ceil(Math.min(goal - sent, 5_000) / batch) });
  };
  try {
    // Most of what they are made from is taken, or the changes would prove nothing.
    const taken = (await pool[0]?.send(sound))?.filter((status) => status < 300) ?? [];
    expect(taken.length).toBeGreaterThan(sound.length / 2);
    await runs(Math.min(total / 4, 5_000));
    const before = collectedHeap();
    await runs(total / 2 - sent);
    expect(collectedHeap() - before).toBeLessThan(allowedGrowth);
    expect((await fetch(`http://127.0.0.1:${target.port}/livez`)).status).toBe(200);
    expect(sent).toBeGreaterThanOrEqual(total / 2);
  } finally {
    for (const client of pool) client.close();
  }
}

/** 501: neither handler nor content; 504: the request itself asked for less time than there was. */
function isFault(status: number): boolean {
  return status >= 500 && status !== 501 && status !== 504;
}

/** One that the contract is content with for each operation; event streams that follow have no end. */
function soundRequests({ model, development }: Target): readonly SentRequest[] {
  const schemas = createLiveSchemas(model);
  return model.operations.flatMap((operation): SentRequest[] => {
    const made = generateRequest(operation, model, { schemas, credentials: development });
    if ('missing' in made || made.request.target.includes('follow=')) return [];
    const { method, target, headers, body } = made.request;
    return [{ method, target, headers, body: body === undefined ? undefined : Buffer.from(body) }];
  });
}

function collectedHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') for (let round = 0; round < 3; round++) collect();
  return process.memoryUsage().heapUsed;
}
