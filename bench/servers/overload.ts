import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createObservability } from '@brrt/observability';
import { createService } from '@brrt/router-core';
import { defaultConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { readServiceModelText } from '@brrt/service-model';
import { report } from './report.ts';

/** A service with everything on and no configuration, whose requests cost what a bench of overload needs. */
const text = `
openapi: 3.1.0
info: { title: Overload, version: '1' }
paths:
  /light: { get: { operationId: light, responses: { '200': { $ref: '#/components/responses/Done' } } } }
  /work: { get: { operationId: work, responses: { '200': { $ref: '#/components/responses/Done' } } } }
  /wait: { get: { operationId: wait, responses: { '200': { $ref: '#/components/responses/Done' } } } }
  /hang: { get: { operationId: hang, responses: { '200': { $ref: '#/components/responses/Done' } } } }
components:
  responses:
    Done:
      description: Done
      content:
        application/json:
          schema:
            type: object
            required: [done]
            additionalProperties: false
            properties: { done: { type: string, maxLength: 64 } }
`;

/** About a millisecond of the event loop. */
const rounds = calibrate(1);

function spend(times: number): string {
  let digest = '';
  for (let round = 0; round < times; round++) digest = createHash('sha256').update(digest).digest('hex');
  return digest;
}

/** How many rounds take so long; the fastest of several, since neighbours only ever add. */
function calibrate(milliseconds: number): number {
  const probe = 1_000;
  const taken = Array.from({ length: 20 }, () => {
    const began = performance.now();
    spend(probe);
    return performance.now() - began;
  });
  return Math.ceil((probe * milliseconds) / Math.min(...taken));
}

/** As many at once as a small pool of database connections; whoever comes later waits. */
const pool = { free: 10, waiting: [] as (() => void)[] };
const queryMilliseconds = 5;

async function query(): Promise<void> {
  if (pool.free > 0) pool.free--;
  else await new Promise<void>((resolve) => pool.waiting.push(resolve));
  await wait(queryMilliseconds);
  const next = pool.waiting.shift();
  if (next === undefined) pool.free++;
  else next();
}

const handlers = {
  light: () => ({ status: 200, body: { done: 'light' } }),
  work: () => ({ status: 200, body: { done: spend(rounds) } }),
  wait: async () => {
    await query();
    return { status: 200, body: { done: 'waited' } };
  },
  hang: () => new Promise<never>(() => undefined),
};

const { model } = await readServiceModelText({ text, file: 'overload.yaml' });
if (model === undefined) throw new TypeError('The contract of the bench cannot be read');
const config = defaultConfig();
const { hooks, logger, endpoints } = createObservability({ service: 'overload', config });
const service = createService({ contract: createContract(model), config, handlers, hooks: [hooks], logger, endpoints });
const { port } = await service.listen({ port: 0, host: '127.0.0.1' });
report(port);
