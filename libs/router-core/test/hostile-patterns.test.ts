import { describe, expect, it } from 'vitest';
import type { ProblemDocument } from '../src/index.ts';
import { hosts, start } from './body-service.ts';

const text = `
openapi: 3.1.0
info: { title: Patterns, version: '1' }
paths:
  /check:
    post:
      operationId: check
      parameters:
        - { name: q, in: query, schema: { type: string, pattern: '^(a+)+$' } }
        - { name: x-id, in: header, schema: { type: string, pattern: '^([a-z]+-?)+$' } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { text: { type: string, pattern: '^(\\w+\\s?)*$' } }
              patternProperties: { '^(x+x+)+y$': { type: integer } }
              propertyNames: { pattern: '^(?=.+$)(?!(b|b)*c)' }
      responses: { '204': { description: Fine } }
`;

/** What takes an engine that goes back longer than anybody waits. */
const hostile = `${'a'.repeat(6_000)}!`;

describe.each(hosts)('patterns of a %s contract', (_name, createContract) => {
  it.each<[string, string, RequestInit, string]>([
    ['a query parameter', `?q=${hostile}`, {}, '/q pattern'],
    ['a header', '', { headers: { 'x-id': hostile } }, '/x-id pattern'],
    ['a body', '', { body: JSON.stringify({ text: 'a'.repeat(60_000).concat('!') }) }, '/text pattern'],
    [
      'names of properties',
      '',
      { body: JSON.stringify({ ['x'.repeat(30_000)]: 1, [`${'x'.repeat(30_000)}y`]: 'no integer' }) },
      ' type',
    ],
    [
      'names of properties that propertyNames speaks about',
      '',
      { body: JSON.stringify({ [`${'b'.repeat(30_000)}c`]: 1 }) },
      ' pattern, propertyNames',
    ],
  ])('answer about hostile text in %s', async (_place, query, init, expected) => {
    await using started = await start(await createContract(text), { check: () => ({ status: 204 }) });
    const headers = { 'content-type': 'application/json', ...init.headers };
    const response = await fetch(`${started.url}/check${query}`, { method: 'POST', body: '{}', ...init, headers });
    expect(response.status).toBe(400);
    const { errors = [] } = (await response.json()) as ProblemDocument;
    const [pointer = ''] = errors.map((error) => error.pointer);
    expect(`${pointer} ${errors.map(({ keyword }) => keyword).join(', ')}`).toBe(expected);
  });

  it('take what fits', async () => {
    await using started = await start(await createContract(text), { check: () => ({ status: 204 }) });
    const response = await fetch(`${started.url}/check?q=${'a'.repeat(6_000)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-id': 'a-b-c' },
      body: JSON.stringify({ text: 'one two', xxxy: 5 }),
    });
    expect(response.status).toBe(204);
  });
});
