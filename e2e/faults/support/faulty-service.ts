import { EventEmitter, once } from 'node:events';
import { open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createObservability } from '@brrt/observability';
import { createService, type HandlerContext, type HandlerRegistry } from '@brrt/router-core';
import { createContract } from '@brrt/router-core/host';
import { runService } from '@brrt/router-core/run';
import { createSecurity } from '@brrt/security';
import { readServiceModelText } from '@brrt/service-model';

/** A service as a process whose handlers misbehave in each way that is known: `node faulty-service.ts <folder of config.yaml>`. */
const done = { '200': { description: 'Done', content: { 'text/plain': { schema: { type: 'string' } } } } };
const get = (operationId: string, more = {}) => ({ get: { operationId, responses: done, ...more } });
const post = (operationId: string, content: object) => ({
  post: { operationId, requestBody: { required: true, content }, responses: done },
});
const events = { 'text/event-stream': { itemSchema: { type: 'object', properties: { data: { type: 'string' } } } } };
const document = {
  openapi: '3.2.0',
  info: { title: 'Faulty', version: '1' },
  paths: {
    '/fast': get('fast'),
    '/slow': get('slow'),
    '/throws': get('throws'),
    '/rejects': get('rejects'),
    '/timer': get('timer'),
    '/emitter': get('emitter'),
    '/hangs': get('hangs', { 'x-brrtrouter-deadline-ms': 300 }),
    '/late': get('late', { 'x-brrtrouter-deadline-ms': 100 }),
    '/block': get('block'),
    '/large': get('large'),
    '/events': get('events', { responses: { '200': { description: 'News', content: events } } }),
    '/files': get('files'),
    '/calls': get('calls'),
    '/aborted': get('aborted'),
    '/waits': get('waits'),
    '/many': get('many', {
      parameters: [{ name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'string' } } }],
    }),
    '/json': post('json', { 'application/json': { schema: {} } }),
    '/form': post('form', { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } }),
    '/upload': post('upload', {
      'multipart/form-data': {
        schema: {
          type: 'object',
          properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
        },
      },
    }),
  },
};

const answer = (body = 'fine') => ({ status: 200, body });
let aborted = 0;
const countAborts = (signal: AbortSignal): void => signal.addEventListener('abort', () => aborted++, { once: true });

const handlers = {
  fast: () => answer(),
  slow: () => wait(100).then(() => answer()),
  throws: () => {
    throw new TypeError('thrown by a handler');
  },
  rejects: () => {
    void Promise.reject(new TypeError('awaited by nobody'));
    return answer();
  },
  timer: () => {
    setTimeout(() => {
      throw new TypeError('thrown by a timer');
    });
    return answer();
  },
  emitter: () => {
    setImmediate(() => new EventEmitter().emit('error', new TypeError('heard by nobody')));
    return answer();
  },
  hangs: (_request: unknown, { signal }: HandlerContext) => {
    countAborts(signal);
    return new Promise(() => undefined);
  },
  late: () => wait(300).then(() => answer('too late')),
  block: () => {
    for (const end = performance.now() + 700; performance.now() < end; );
    return answer();
  },
  large: () => answer('x'.repeat(32 * 1_048_576)),
  events: (_request: unknown, { signal }: HandlerContext) => {
    countAborts(signal);
    return { status: 200, body: newsUntil(signal) };
  },
  files: async () => {
    await using file = await open(import.meta.filename);
    return answer(String((await file.stat()).size > 0));
  },
  calls: async (_request: unknown, { signal }: HandlerContext) => {
    const response = await fetch(String(process.env.CALLED_URL), { signal });
    return answer(await response.text());
  },
  aborted: () => answer(String(aborted)),
  waits: async (_request: unknown, { signal }: HandlerContext) => {
    countAborts(signal);
    await once(signal, 'abort');
    return answer();
  },
  many: () => answer(),
  json: () => answer(),
  form: () => answer(),
  upload: async (_request: unknown, { signal }: HandlerContext) => {
    countAborts(signal);
    return answer();
  },
};

async function* newsUntil(signal: AbortSignal) {
  for (;;) {
    yield { data: 'x'.repeat(1_000) };
    await wait(10, undefined, { signal });
  }
}

if (process.env.FAULT_AT_START === 'timer') {
  setTimeout(() => {
    throw new TypeError('thrown while it starts');
  });
}

await runService({
  directory: String(process.argv[2]),
  env: process.env,
  create: async (config) => {
    if (process.env.FAULT_AT_START === 'timer') await wait(200);
    const { model, diagnostics } = await readServiceModelText({ text: JSON.stringify(document), file: 'faulty.json' });
    if (model === undefined) throw new TypeError(diagnostics.map(({ message }) => message).join('; '));
    const { hooks, logger, endpoints } = createObservability({ service: 'faulty', config });
    const security = createSecurity(model, config);
    return createService({
      contract: createContract(model),
      config,
      // The generator makes handlers fit their contract; here they are written beside it.
      handlers: handlers as unknown as HandlerRegistry<HandlerContext>,
      security: security.handlers,
      hooks: [hooks],
      logger,
      endpoints,
    });
  },
});
