import type { Service } from '@brrt/router-core';
import { describe, expect, it } from 'vitest';
import { ask, startStateful } from './test-support.ts';

// As the pet store that everybody knows has them: no list of its own, and the whole thing in the body of a PUT.
const contract = `
openapi: 3.0.4
info: { title: Pets, version: '1' }
paths:
  /pet:
    post:
      operationId: addPet
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    put:
      operationId: updatePet
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        '404': { description: none }
  /pet/findByStatus:
    get:
      operationId: findPetsByStatus
      parameters: [{ name: status, in: query, schema: { type: string } }]
      responses:
        '200':
          description: OK
          content:
            application/json: { schema: { $ref: '#/components/schemas/Pets' } }
            application/xml: { schema: { $ref: '#/components/schemas/Pets' } }
  /pet/findByTags:
    get:
      operationId: findPetsByTags
      parameters: [{ name: tags, in: query, schema: { type: array, items: { type: string } } }]
      responses: { '200': { description: OK, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } }
  /pet/names:
    get:
      operationId: listNames
      responses: { '200': { description: OK, content: { application/json: { schema: { type: array, items: { type: string } } , example: [a] } } } }
  /pet/{petId}:
    get:
      operationId: getPetById
      parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  /limits:
    get: { operationId: getLimits, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Tag' } } } } } }
    put:
      operationId: putLimits
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Tag' } } } }
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Tag' } } } } }
  /limits/{id}:
    delete: { operationId: deleteLimit, parameters: [{ name: id, in: path, required: true, schema: { type: integer } }], responses: { '204': { description: gone } } }
components:
  schemas:
    Tag: { type: object, properties: { id: { type: integer }, name: { type: string } } }
    Pets: { type: array, items: { $ref: '#/components/schemas/Pet' } }
    Pet:
      type: object
      properties: { id: { type: integer }, name: { type: string }, status: { type: string }, tags: { type: array, items: { $ref: '#/components/schemas/Tag' } } }
`;

async function start(): Promise<Service> {
  const service = await startStateful(contract);
  await ask(service, 'POST /pet', { id: 5, name: 'Ada', status: 'sold', tags: [{ id: 1, name: 'calm' }] });
  await ask(service, 'POST /pet', { id: 6, name: 'Bob', status: 'available', tags: [] });
  return service;
}

describe('things of a collection', () => {
  it.each([
    ['/pet/findByStatus', ['Ada', 'Bob']],
    ['/pet/findByStatus?status=sold', ['Ada']],
    ['/pet/findByTags?tags=calm', ['Ada']],
    ['/pet/findByTags?tags=wild', []],
  ])('are found by %s, which lists what one of them is', async (target, want) => {
    const { body, kind } = await ask(await start(), `GET ${target}`);
    expect(kind).toBe('stateful');
    expect((body as readonly { readonly name: string }[]).map(({ name }) => name)).toEqual(want);
  });

  it('are the same in XML', async () => {
    const { body, kind } = await ask(await start(), 'GET /pet/findByStatus?status=sold', undefined, {
      Accept: 'application/xml',
    });
    expect([kind, body]).toEqual(['stateful', expect.stringMatching(/<id>5<\/id><name>Ada<\/name>/)]);
    expect(body).not.toContain('Bob');
  });

  it('are no list of other things', async () => {
    expect(await ask(await start(), 'GET /pet/names')).toMatchObject({ kind: 'example', body: ['a'] });
  });

  it('are replaced by a PUT that says in its body which one', async () => {
    const service = await start();
    expect(await ask(service, 'PUT /pet', { id: 5, name: 'Eve' })).toMatchObject({
      status: 200,
      body: { name: 'Eve' },
    });
    expect(await ask(service, 'GET /pet/5')).toMatchObject({ body: { id: 5, name: 'Eve' } });
    expect((await ask(service, 'PUT /pet', { id: 99, name: 'Eve' })).status).toBe(404);
    expect(await ask(service, 'PUT /pet', { status: 'sold' })).toMatchObject({ status: 200, kind: 'generated' });
  });

  it('are one where what is read beside them is no list', async () => {
    const service = await start();
    await ask(service, 'PUT /limits', { id: 3, name: 'most' });
    expect(await ask(service, 'GET /limits')).toMatchObject({ kind: 'stateful', body: { id: 3, name: 'most' } });
  });
});
