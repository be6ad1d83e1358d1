import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiKey } from '../requests.ts';
import { addPet, getPet, getStatus, listPets } from '../shop/src/handlers.ts';
import { report } from './report.ts';

// Hand-written for these four requests: no validation, no metrics, no log, no request id.
const server = createServer(
  { optimizeEmptyRequests: true, noDelay: true, keepAliveTimeout: 600_000 },
  (request, response) => {
    const url = request.url ?? '/';
    if (url === '/status') return send(response, 200, getStatus());
    if (request.headers['x-api-key'] !== apiKey) return send(response, 401, {});
    if (request.method === 'POST') return readBody(request, (body) => send(response, 201, addPet(body as never)));
    if (url.startsWith('/pets/')) return send(response, 200, getPet(Number(url.slice(6))));
    const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
    const limit = Number(query.get('limit') ?? 20);
    return send(
      response,
      200,
      listPets({ limit, status: query.get('status') ?? undefined, tags: query.getAll('tags') }),
    );
  },
);

function readBody(request: IncomingMessage, done: (body: unknown) => void): void {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => done(JSON.parse(text)));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(text))]);
  response.end(text);
}

server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => report((server.address() as AddressInfo).port));
