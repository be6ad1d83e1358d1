import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiKey } from '../requests.ts';
import { report } from './serve.ts';
import { openShop } from './shop.ts';

// Hand-written for these four requests: no validation, no metrics, no log, no request id.
const shop = openShop();

const server = createServer({ optimizeEmptyRequests: true, noDelay: true }, (request, response) => {
  const url = request.url ?? '/';
  if (url === '/health') return send(response, { status: 200, body: { status: 'ok' } });
  if (request.headers['x-api-key'] !== apiKey) return send(response, { status: 401, body: {} });
  if (request.method === 'POST') return readBody(request, (body) => send(response, shop.add(body)));
  if (url.startsWith('/pets/')) return send(response, shop.get(Number(url.slice(6))));
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const page = { limit: Number(query.get('limit')), offset: Number(query.get('offset')) };
  return send(response, shop.list({ ...page, tags: query.getAll('tags') }));
});

function readBody(request: IncomingMessage, done: (body: unknown) => void): void {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => done(JSON.parse(text)));
}

function send(
  response: ServerResponse,
  result: { readonly status: number; readonly headers?: object; readonly body?: unknown },
): void {
  const text = JSON.stringify(result.body);
  const headers = ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(text))];
  for (const [name, value] of Object.entries(result.headers ?? {})) headers.push(name, String(value));
  response.writeHead(result.status, headers);
  response.end(text);
}

server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => report((server.address() as AddressInfo).port));
