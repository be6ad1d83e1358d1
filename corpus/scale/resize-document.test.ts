import { readServiceModelText } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { resizeDocument } from './resize-document.ts';

const reply = (name: string) => ({
  200: { description: 'ok', content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
});
const document = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  security: [{ key: [] }],
  paths: {
    '/a': { get: { operationId: 'a', responses: reply('A') } },
    '/b': { get: { operationId: 'b', responses: reply('B') } },
    '/c': { get: { operationId: 'c', responses: reply('A') } },
    '/d': { get: { operationId: 'd', responses: reply('B') } },
  },
  components: {
    schemas: { A: { items: { $ref: '#/components/schemas/Deep' } }, B: {}, Deep: { type: 'string' }, Unused: {} },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  },
};

it.each([
  [0.25, ['/a'], ['A', 'Deep']],
  [0.5, ['/a', '/c'], ['A', 'Deep']],
  [1, ['/a', '/b', '/c', '/d'], ['A', 'B', 'Deep', 'Unused']],
  [
    2,
    ['/a', '/b', '/c', '/d', '/copy1/a', '/copy1/b', '/copy1/c', '/copy1/d'],
    ['A', 'B', 'Deep', 'Unused', 'copy1-A', 'copy1-B', 'copy1-Deep', 'copy1-Unused'],
  ],
])('%d of a document has its share of paths and the components that they reach', async (size, paths, schemas) => {
  const resized = resizeDocument(document, size);
  const { model, diagnostics } = await readServiceModelText({ text: JSON.stringify(resized), file: 'test.json' });
  expect(diagnostics).toEqual([]);
  expect(model?.operations.map(({ path }) => path)).toEqual(paths);
  expect(Object.keys(model?.schemas ?? {})).toEqual(schemas);
});
