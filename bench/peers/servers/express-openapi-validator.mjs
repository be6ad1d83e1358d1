import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { middleware } from 'express-openapi-validator';
import { addPet, address, apiKey, getPet, getStatus, listPets, report, serverOptions } from './handlers.mjs';

const app = express();
app.disable('x-powered-by');
app.set('etag', false);
app.use(express.json());
app.use(
  middleware({
    apiSpec: fileURLToPath(new URL('../../shop/openapi.yaml', import.meta.url)),
    validateApiSpec: false,
    validateRequests: true,
    validateResponses: true,
    validateSecurity: { handlers: { ApiKey: (request) => request.headers['x-api-key'] === apiKey } },
  }),
);
app.get('/status', (_request, response) => response.json(getStatus()));
app.get('/pets/:id', (request, response) => {
  const found = getPet(request.params.id);
  if (found === undefined) response.status(404).json({ title: 'No such pet', status: 404 });
  else response.json(found);
});
app.get('/pets', (request, response) => response.json(listPets(request.query)));
app.post('/pets', (request, response) => response.status(201).json(addPet(request.body)));
app.use((error, _request, response, _next) => response.status(error.status ?? 500).json({ title: error.message }));

const server = createServer(serverOptions, app);
server.listen(address, () => report(server.address().port));
