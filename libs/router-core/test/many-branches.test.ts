import { describe, expect, it } from 'vitest';
import type { ProblemDocument } from '../src/index.ts';
import { hosts, start } from './body-service.ts';

const branch = (index: number): object => ({
  type: 'object',
  required: ['kind', 'value'],
  properties: { kind: { const: `k${index}` }, value: { type: 'integer', minimum: index } },
  additionalProperties: false,
});
const contract = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Branches', version: '1' },
  paths: {
    '/check': {
      post: {
        operationId: 'check',
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'array', items: { oneOf: Array.from({ length: 100 }, (_, index) => branch(index)) } },
            },
          },
        },
        responses: { '204': { description: 'Fine' } },
      },
    },
  },
});
const items = Array.from({ length: 1_000 }, (_, index) => ({ kind: `k${index % 100}`, value: 100 }));

describe.each(hosts)('a thousand items of a hundred branches in a %s contract', (_name, createContract) => {
  it.each<[string, readonly object[], number, boolean]>([
    ['that fit', items, 204, false],
    ['of which the last does not fit', [...items.slice(1), { kind: 'k1', value: 0 }], 400, true],
    ['of which none fits', items.map(() => ({ kind: 'none', value: 1 })), 400, true],
  ])('B55 %s', async (_what, body, status, explains) => {
    await using started = await start(await createContract(contract), { check: () => ({ status: 204 }) });
    const response = await fetch(`${started.url}/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(status);
    const { errors = [] } = status === 204 ? {} : ((await response.json()) as ProblemDocument);
    expect(errors.length > 0 && errors.length <= 20).toBe(explains);
  });
});
