import type { CallRequest } from '@brrt/dashboard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

type Call = Partial<CallRequest> & { readonly operationId: string };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('values arrive at the handler as they were given, in every style', () => {
  const path = { plain: 'a/b c?', label: [1, 2], matrix: { x: 1, y: 2 }, list: ['a,b', 'c'] };
  const query = {
    text: 'ä & b=c#',
    count: 3,
    tags: ['a', 'b,c'],
    joined: ['a,b', 'c'],
    spaced: [1, 2],
    piped: [3, 4],
    deep: { x: 1, y: 2 },
    flat: { x: 3, y: 4 },
    filter: { name: 'Max & Co' },
    raw: 'a/b?c',
  };
  const file = { $base64: Buffer.from('octets').toString('base64'), filename: 'a.bin', mediaType: 'image/png' };
  const body = (mediaType: string, value: unknown) => ({ mediaType, value });
  it.each<[string, Call, unknown]>([
    ['path: simple, label and matrix', { operationId: 'pathStyles', parameters: { path } }, { path }],
    ['query: all six', { operationId: 'queryStyles', parameters: { query } }, { query }],
    [
      'querystring',
      { operationId: 'wholeQuery', parameters: { querystring: { search: { q: 'a b', page: 2 } } } },
      { query: { search: { q: 'a b', page: 2 } } },
    ],
    [
      'headers and cookies',
      {
        operationId: 'headerStyles',
        parameters: {
          header: { 'X-Count': 4, 'X-Tags': ['a', 'b'], 'X-Point': { x: 1, y: 2 } },
          cookie: { flavour: 'sweet', sizes: [1, 2] },
        },
      },
      {
        headers: { 'X-Count': 4, 'X-Tags': ['a', 'b'], 'X-Point': { x: 1, y: 2 } },
        cookies: { flavour: 'sweet', sizes: [1, 2] },
      },
    ],
    ['JSON', { operationId: 'postJson', body: body('application/json', { name: 'Max' }) }, { body: { name: 'Max' } }],
    [
      'JSON as typed',
      { operationId: 'postJson', body: { mediaType: 'application/json', text: '{ "name": "Max" }' } },
      { body: { name: 'Max' } },
    ],
    [
      'a form by its encoding',
      {
        operationId: 'postForm',
        body: body('application/x-www-form-urlencoded', { name: 'Max & Co', tags: ['a', 'b'], at: { x: 1, y: 2 } }),
      },
      { body: { name: 'Max & Co', tags: ['a', 'b'], at: { x: 1, y: 2 } } },
    ],
    [
      'multipart with a file',
      { operationId: 'postMultipart', body: body('multipart/form-data', { title: 'T', at: { x: 1 }, file }) },
      { body: { title: 'T', at: { x: 1 }, file: { filename: 'a.bin', mediaType: 'image/png', content: 'octets' } } },
    ],
    ['text', { operationId: 'postText', body: body('text/plain', 'Grüße') }, { body: 'Grüße' }],
    [
      'XML from a value',
      { operationId: 'postXml', body: body('application/xml', { x: 1, y: 2 }) },
      { body: { x: 1, y: 2 } },
    ],
    [
      'XML as typed',
      { operationId: 'postXml', body: { mediaType: 'application/xml', text: '<Point><x>1</x></Point>' } },
      { body: { x: 1 } },
    ],
    [
      'octets',
      { operationId: 'postBinary', body: { mediaType: 'application/octet-stream', base64: file.$base64 } },
      { body: 'octets' },
    ],
    [
      'items',
      { operationId: 'postLines', body: body('application/jsonl', [{ x: 1 }, { x: 2 }]) },
      { body: [{ x: 1 }, { x: 2 }] },
    ],
    [
      'the second of two media types',
      { operationId: 'postChoice', body: body('text/csv', 'a,b') },
      { body: 'a,b', contentType: 'text/csv' },
    ],
  ])('%s', async (_name, call, want) => expect(await world.echo(call)).toEqual(want));
});
