import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createObservability } from '@brrt/observability';
import { createChannel, createService, type HandlerContext, type HandlerRegistry } from '@brrt/router-core';
import { defaultConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { readServiceModelText } from '@brrt/service-model';

/** A service with everything on, which a soak asks for all that services do. Run with `--expose-gc`. */
const text = `
openapi: 3.2.0
info: { title: Soak, version: '1' }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }]
      responses: { '200': { $ref: '#/components/responses/Pet' } }
  /pets:
    post:
      operationId: addPet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '200': { $ref: '#/components/responses/Pet' } }
  /slow: { get: { operationId: slow, responses: { '200': { $ref: '#/components/responses/Pet' } } } }
  /fails: { get: { operationId: fails, responses: { '200': { $ref: '#/components/responses/Pet' } } } }
  /hangs:
    get:
      operationId: hangs
      x-brrtrouter-deadline-ms: 200
      responses: { '200': { $ref: '#/components/responses/Pet' } }
  /files:
    post:
      operationId: addFile
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: { file: { type: string, contentMediaType: application/octet-stream } }
      responses: { '200': { $ref: '#/components/responses/Pet' } }
  /events:
    get:
      operationId: events
      responses:
        '200':
          description: News
          content:
            text/event-stream:
              itemSchema: { type: object, required: [data], properties: { data: { type: string } } }
components:
  schemas:
    Pet:
      type: object
      required: [id, name]
      additionalProperties: false
      properties:
        id: { type: integer }
        name: { type: string, maxLength: 100 }
        tags: { type: array, items: { type: string } }
  responses:
    Pet: { description: A pet, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
`;

const rex = { id: 1, name: 'Rex', tags: ['calm', 'loud'] };
const answer = (body: object = rex) => ({ status: 200, body });
const news = createChannel<{ readonly data: string }>();
setInterval(() => news.publish({ data: 'x'.repeat(200) }), 50);

const handlers = {
  getPet: ({ path }: { readonly path: { readonly id: number } }) => answer({ ...rex, id: path.id }),
  addPet: ({ body }: { readonly body: object }) => answer(body),
  slow: () => wait(20).then(() => answer()),
  fails: (): never => {
    throw new TypeError('It fails');
  },
  hangs: (_request: unknown, { signal }: HandlerContext) =>
    new Promise<never>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    ),
  addFile: () => answer(),
  events: () => ({ status: 200, body: news.subscribe() }),
};

const { model, diagnostics } = await readServiceModelText({ text, file: 'soak.yaml' });
if (model === undefined) throw new TypeError(diagnostics.map(({ message }) => message).join('; '));
const config = defaultConfig();
const { hooks, logger, endpoints } = createObservability({ service: 'soak', config });
const service = createService({
  contract: createContract(model),
  config,
  // The generator makes handlers fit their contract; here they are written beside it.
  handlers: handlers as unknown as HandlerRegistry<HandlerContext>,
  hooks: [hooks],
  logger,
  endpoints,
});
const { port } = await service.listen({ port: 0, host: '127.0.0.1' });

/** What is left when everything that can go has gone. */
process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss, external } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().length;
  const descriptors = readdirSync('/proc/self/fd').length;
  process.send?.({ heapUsed, rss, external, handles, descriptors });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port });
