import Fastify from 'fastify';
import { addPet, apiKey, getPet, getStatus, listPets, serverOptions } from './handlers.mjs';
import { newPet, pet, petStatus, status, tags } from './json-schemas.mjs';

/** The four operations. `equip` adds what has to be there before the routes are. */
export function createApp(options, equip = () => undefined) {
  const app = Fastify({
    ...options,
    http: serverOptions,
    keepAliveTimeout: serverOptions.keepAliveTimeout,
    // Undeclared properties are refused, not dropped: what the contract says.
    ajv: { customOptions: { removeAdditional: false } },
  });
  equip(app);
  app.get('/status', { schema: { response: { 200: status } } }, () => getStatus());
  app.register((secured, _options, done) => {
    secured.addHook('onRequest', (request, reply, next) => {
      if (request.headers['x-api-key'] === apiKey) return next();
      reply.code(401).send({});
    });
    addRoutes(secured);
    done();
  });
  return app;
}

function addRoutes(app) {
  const params = { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } };
  app.get('/pets/:id', { schema: { params, response: { 200: pet } } }, (request, reply) => {
    const found = getPet(request.params.id);
    if (found === undefined) reply.code(404).send({ title: 'No such pet', status: 404 });
    else reply.send(found);
  });
  const querystring = {
    type: 'object',
    additionalProperties: false,
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
      status: petStatus,
      tags,
    },
  };
  app.get('/pets', { schema: { querystring, response: { 200: { type: 'array', items: pet } } } }, (request, reply) => {
    reply.send(listPets(request.query));
  });
  app.post('/pets', { schema: { body: newPet, response: { 201: pet } } }, (request, reply) => {
    reply.code(201).send(addPet(request.body));
  });
}
