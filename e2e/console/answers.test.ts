import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { CallViolation } from '@brrt/dashboard';
import { describe, expect, it } from 'vitest';
import { bodyOf, collect, createRawConsole } from './world.ts';

type Answer = (response: ServerResponse) => void;

/** What the console makes of one answer of `operationId`. */
async function ask(operationId: string, answer: Answer) {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await using raw = await createRawConsole(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const events = await collect(raw.console, { operationId });
  server.close();
  const end = events.at(-1);
  if (end?.type !== 'end') throw new TypeError(JSON.stringify(end));
  return { ...end, events, body: bodyOf(events) };
}

const send =
  (status: number, headers: Readonly<Record<string, string>>, body?: string | Uint8Array): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);
const ok = (contentType: string, body?: string | Uint8Array): Answer =>
  send(200, { 'X-Count': '1', 'Content-Type': contentType }, body);
const problem = { 'Content-Type': 'application/problem+json' };
const short = ({ in: place, pointer, keyword }: CallViolation): string => `${place} ${pointer} ${keyword}`;

describe('an answer is held against the contract', () => {
  it.each<[string, Answer, readonly string[]]>([
    ['as declared', ok('application/json', '{"name":"Max"}'), []],
    ['a status that is not declared', send(418, {}), ['status  status']],
    ['a problem of any stage', send(401, problem, '{}'), []],
    ['a problem where the contract declares no content', send(409, problem, '{}'), []],
    ['a problem where the contract declares content of another type', send(422, problem, '{}'), []],
    [
      'another type than the declared one',
      send(422, { 'Content-Type': 'text/html' }, ''),
      ['response-header /Content-Type contentType'],
    ],
    ['content where none is declared', send(409, { 'Content-Type': 'text/html' }, 'x'), ['response-body  content']],
    [
      'a header that is missing',
      send(200, { 'Content-Type': 'application/json' }, '{"name":"Max"}'),
      ['response-header /X-Count required'],
    ],
    [
      'a header of the wrong type',
      send(200, { 'X-Count': 'many', 'Content-Type': 'application/json' }, '{"name":"Max"}'),
      ['response-header /X-Count type'],
    ],
    ['a content type that is not declared', ok('image/png', 'x'), ['response-header /Content-Type contentType']],
    ['no content type', send(200, { 'X-Count': '1' }, 'x'), ['response-header /Content-Type contentType']],
    ['JSON that is none', ok('application/json', '{"name":'), ['response-body  parse']],
    [
      'JSON that breaks its schema',
      ok('application/json', '{"name":"M","more":1}'),
      ['response-body /name minLength', 'response-body /more additionalProperties'],
    ],
    ['a text that is too long', ok('text/plain', 'abcdef'), ['response-body  maxLength']],
    ['XML that breaks its schema', ok('application/xml', '<Point><x>a</x></Point>'), ['response-body /x type']],
    ['XML that is none', ok('application/xml', '<Point>'), ['response-body  parse']],
    ['octets', ok('application/octet-stream', new Uint8Array([0, 255])), []],
    [
      'items, each on its own',
      ok('application/jsonl', '{"x":1}\n{"x":"a"}\n{}\n'),
      ['response-body /1/x type', 'response-body /2/x required'],
    ],
    ['an item that is no JSON', ok('application/jsonl', '{"x":1}\n{"x"\n'), ['response-body  parse']],
    [
      'events, each on its own',
      ok('text/event-stream', 'data: abc\n\ndata: abcd\n\n'),
      ['response-body /1/data maxLength'],
    ],
    ['nothing, as declared', send(204, {}), []],
  ])('%s', async (_name, answer, want) => expect((await ask('answer', answer)).violations.map(short)).toEqual(want));
});

describe('a body is shown as it is', () => {
  it.each<[string, Answer, string]>([
    ['UTF-8', ok('application/json', '{"name":"Grüße"}'), '{"name":"Grüße"}'],
    ['latin1, where it says so', ok('text/plain; charset=iso-8859-1', Buffer.from('Grü', 'latin1')), 'Grü'],
    ['gzip', send(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' }, gzipSync('text')), 'text'],
    [
      'brotli',
      send(200, { 'Content-Encoding': 'br', 'Content-Type': 'text/plain' }, brotliCompressSync('text')),
      'text',
    ],
    ['zstd', send(200, { 'Content-Encoding': 'zstd', 'Content-Type': 'text/plain' }, zstdCompressSync('text')), 'text'],
    [
      'two codings',
      send(200, { 'Content-Encoding': 'gzip, br', 'Content-Type': 'text/plain' }, brotliCompressSync(gzipSync('text'))),
      'text',
    ],
  ])('%s', async (_name, answer, want) => expect((await ask('answer', answer)).body).toBe(want));

  it('octets in Base64, also those of an encoding that nobody knows', async () => {
    const unknown = await ask('answer', ok('text/plain; charset=nobody', new Uint8Array([0, 255])));
    expect(unknown.events.find(({ type }) => type === 'chunk')).toMatchObject({ base64: 'AP8=' });
    const { events } = await ask('answer', ok('application/octet-stream', new Uint8Array([0, 255])));
    expect(events.find(({ type }) => type === 'chunk')).toMatchObject({ base64: 'AP8=' });
  });

  it('a character that is divided among two chunks', async () => {
    const octets = Buffer.from('ü');
    const { body } = await ask('answer', (response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.write(octets.subarray(0, 1));
      setTimeout(() => response.end(octets.subarray(1)), 50);
    });
    expect(body).toBe('ü');
  });

  it('the mark of a mocked answer', async () => {
    const { mock } = await ask('answer', send(204, { 'X-Brrt-Mock': 'example' }));
    expect(mock).toBe('example');
  });
});
