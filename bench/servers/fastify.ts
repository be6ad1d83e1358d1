import Fastify from 'fastify';
import { apiKey } from '../requests.ts';
import { report } from './serve.ts';
import { openShop } from './shop.ts';

// Fastify as its guides teach it: schemas for what comes in and a serializer for what goes out; responses are not validated,
// nothing is counted or logged.
const shop = openShop();
const app = Fastify({ logger: false });

const pet = {
  type: 'object',
  required: ['id', 'name', 'breed', 'age', 'vaccinated', 'tags'],
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    breed: { type: 'string' },
    age: { type: 'integer' },
    vaccinated: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    color: { type: ['string', 'null'] },
    ownerId: { type: ['string', 'null'] },
    revision: { type: 'integer' },
  },
} as const;

const newPet = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 60 },
    breed: { type: 'string' },
    age: { type: 'integer', minimum: 0, maximum: 40 },
    vaccinated: { type: 'boolean' },
    tags: { type: 'array', maxItems: 20, items: { type: 'string', minLength: 1, maxLength: 30 } },
    color: { type: ['string', 'null'] },
    ownerId: { type: ['string', 'null'], format: 'uuid' },
  },
} as const;

app.addHook('onRequest', async (request, reply) => {
  if (request.url !== '/health' && request.headers['x-api-key'] !== apiKey) return reply.code(401).send({});
});
app.get('/health', () => ({ status: 'ok' }));
app.get<{ Params: { id: number } }>(
  '/pets/:id',
  { schema: { params: { type: 'object', properties: { id: { type: 'integer' } } }, response: { 200: pet } } },
  (request, reply) => send(reply, shop.get(request.params.id)),
);
app.get<{ Querystring: { limit: number; offset: number; tags: string[] } }>(
  '/pets',
  {
    schema: {
      querystring: {
        type: 'object',
        properties: {
          limit: { type: 'integer', minimum: 0, maximum: 100, default: 20 },
          offset: { type: 'integer', minimum: 0, default: 0 },
          tags: { type: 'array', items: { type: 'string' } },
        },
      },
      response: { 200: { type: 'array', items: pet } },
    },
  },
  (request, reply) => send(reply, shop.list(request.query)),
);
app.post(
  '/pets',
  {
    schema: {
      body: newPet,
      response: { 201: { type: 'object', properties: { id: { type: 'integer' }, status: { type: 'string' }, pet } } },
    },
  },
  (request, reply) => send(reply, shop.add(request.body)),
);

function send(reply: import('fastify').FastifyReply, result: ReturnType<ReturnType<typeof openShop>['get']>) {
  reply.code(result.status);
  for (const [name, value] of Object.entries(result.headers ?? {})) reply.header(name, String(value));
  return reply.send(result.body);
}

const url = await app.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
report(Number(new URL(url).port));
