import { serve } from '@hono/node-server';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { addPet, address, apiKey, getPet, getStatus, listPets, report, serverOptions } from './handlers.mjs';

const petStatus = z.enum(['available', 'pending', 'sold']);
const tags = z.array(z.string().min(1).max(30)).max(10);
const properties = {
  name: z.string().min(1).max(60),
  species: z.enum(['dog', 'cat', 'bird']),
  status: petStatus,
  weight: z.number().gt(0).max(200),
  vaccinated: z.boolean(),
  ownerId: z.uuid(),
  tags,
};
const optional = {
  contact: z.strictObject({ name: z.string().min(1).max(60), email: z.email() }).optional(),
  notes: z.string().max(500).optional(),
};
const newPet = z.strictObject({ ...properties, ...optional });
const pet = z.object({
  id: z.int().min(1),
  ...properties,
  updatedAt: z.iso.datetime({ offset: true }),
  ...optional,
});
const status = z.object({ status: z.enum(['open', 'closed']) });
// One value of a repeated parameter arrives as a string.
const repeated = z.preprocess((value) => (typeof value === 'string' ? [value] : value), tags.optional());
const integer = z.coerce.number().int();

const json = (schema) => ({ description: 'ok', content: { 'application/json': { schema } } });

export function startHono({ checksResponses }) {
  const app = new OpenAPIHono();
  app.onError((error, context) => context.json({}, error.status ?? 500));
  const check = checksResponses ? (schema, value) => schema.parse(value) : (_schema, value) => value;
  app.use('/pets/*', async (context, next) => {
    if (context.req.header('x-api-key') !== apiKey) return context.json({}, 401);
    await next();
  });
  app.openapi(createRoute({ method: 'get', path: '/status', responses: { 200: json(status) } }), (context) =>
    context.json(check(status, getStatus()), 200),
  );
  const params = z.object({ id: integer.min(1) });
  const one = createRoute({ method: 'get', path: '/pets/{id}', request: { params }, responses: { 200: json(pet) } });
  app.openapi(one, (context) => {
    const found = getPet(context.req.valid('param').id);
    if (found === undefined) return context.json({ title: 'No such pet', status: 404 }, 404);
    return context.json(check(pet, found), 200);
  });
  const query = z.object({ limit: integer.min(1).max(100).default(20), status: petStatus.optional(), tags: repeated });
  const pets = z.array(pet);
  const many = createRoute({ method: 'get', path: '/pets', request: { query }, responses: { 200: json(pets) } });
  app.openapi(many, (context) => context.json(check(pets, listPets(context.req.valid('query'))), 200));
  const body = { required: true, content: { 'application/json': { schema: newPet } } };
  const add = createRoute({ method: 'post', path: '/pets', request: { body }, responses: { 201: json(pet) } });
  app.openapi(add, (context) => context.json(check(pet, addPet(context.req.valid('json'))), 201));

  const { port, host } = address;
  serve({ fetch: app.fetch, port, hostname: host, serverOptions }, (info) => report(info.port));
}
