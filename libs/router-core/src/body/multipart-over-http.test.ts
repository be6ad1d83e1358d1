import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HttpError } from '../errors/http-error.ts';
import { NodeRequest } from '../http/node-request.ts';
import { kept, media, readerOf } from './test-support.ts';

const reader = readerOf([media('multipart/form-data', { schema: { type: 'object' } })], { maxBytes: 100_000 });
let server: Server;
let outcomes: string[];

beforeEach(async () => {
  outcomes = [];
  server = createServer(async (message, response) => {
    try {
      const value = await reader.read(new NodeRequest(message, response, false), kept);
      outcomes.push('taken');
      response.end(JSON.stringify(Object.keys(value as object)));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      outcomes.push(error.code);
      response.writeHead(error.status).end();
    }
  });
  await listen(server);
});

afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

/** On a free port below the ephemeral ones. */
async function listen(target: Server): Promise<void> {
  for (let port = 24_000 + (process.pid % 4_000); ; port += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      target.once('error', () => resolve(false));
      target.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isOpen) return;
  }
}

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

async function open(head: string): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\n${head}\r\n\r\n`);
  return socket;
}

it('takes what fetch sends', async () => {
  const form = new FormData();
  form.set('title', 'é');
  form.set('file', new Blob([new Uint8Array(50_000)]), 'a.bin');
  const response = await fetch(url(), { method: 'POST', body: form });
  expect(await response.json()).toEqual(['title', 'file']);
});

it.each([
  ['a declared length', {}],
  ['a chunked body', { chunked: true }],
])('answers 413 to %s beyond the limit', async (_name, { chunked = false }: { chunked?: boolean }) => {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(300_000)]), 'a.bin');
  const whole = new Response(form);
  const body = chunked ? whole.body : await whole.arrayBuffer();
  const headers = { 'content-type': whole.headers.get('content-type') ?? '' };
  const response = await fetch(url(), { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
  expect(response.status).toBe(413);
});

it('answers 413 to fifteen hundred parts', async () => {
  const part = '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n';
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const response = await fetch(url(), { method: 'POST', body: `${part.repeat(1_500)}--b--`, headers });
  expect(response.status).toBe(413);
});

it('notices that the client went away', async () => {
  const socket = await open('content-length: 1000');
  socket.write('--b\r\ncontent-disposition: form-data; name="a"; filename="a"\r\n\r\nab');
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await expect.poll(() => outcomes).toEqual(['ERR_REQUEST_ABORTED']);
});
