import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import addFormats from 'ajv-formats';
import { OpenAPIBackend } from 'openapi-backend';
import { addPet, address, apiKey, getPet, getStatus, listPets, report, serverOptions } from './handlers.mjs';

const ok = (body, status = 200) => ({ status, body });
const api = new OpenAPIBackend({
  definition: fileURLToPath(new URL('../../shop/openapi.yaml', import.meta.url)),
  quick: true,
  strict: false,
  coerceTypes: true,
  ajvOpts: { strict: false },
  customizeAjv: (ajv) => addFormats(ajv, { mode: 'fast' }),
  handlers: {
    getStatus: () => ok(getStatus()),
    getPet: ({ request }) => {
      const found = getPet(Number(request.params.id));
      return found === undefined ? ok({ title: 'No such pet', status: 404 }, 404) : ok(found);
    },
    listPets: ({ request }) => ok(listPets(toQuery(request.query))),
    addPet: ({ request }) => ok(addPet(request.requestBody), 201),
    validationFail: () => ok({}, 400),
    unauthorizedHandler: () => ok({}, 401),
    notFound: () => ok({}, 404),
    postResponseHandler: ({ api, response, operation }) => {
      if (response.status >= 300) return response;
      return api.validateResponse(response.body, operation).errors ? ok({}, 500) : response;
    },
  },
});
api.registerSecurityHandler('ApiKey', ({ request }) => request.headers['x-api-key'] === apiKey);
await api.init();

function toQuery({ limit = 20, status, tags }) {
  return { limit: Number(limit), status, tags: typeof tags === 'string' ? [tags] : tags };
}

const server = createServer(serverOptions, async (request, response) => {
  const { method, headers } = request;
  const [path, query] = request.url.split('?');
  let body;
  if (method === 'POST') {
    body = '';
    request.setEncoding('utf8');
    for await (const chunk of request) body += chunk;
  }
  const answer = await answerSafely({ method, path, query, headers, body });
  const text = JSON.stringify(answer.body);
  response
    .writeHead(answer.status, ['content-type', 'application/json', 'content-length', Buffer.byteLength(text)])
    .end(text);
});

async function answerSafely(request) {
  try {
    return await api.handleRequest(request);
  } catch {
    return ok({}, 500);
  }
}

server.listen(address, () => report(server.address().port));
