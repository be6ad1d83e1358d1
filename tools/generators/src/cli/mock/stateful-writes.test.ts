import type { Service } from '@brrt/router-core';
import { describe, expect, it } from 'vitest';
import { ask, startStateful } from './test-support.ts';

const contract = `
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: kind, in: query, schema: { type: string } }
        - { name: isTame, in: query, schema: { type: boolean, default: false } }
        - { name: nick, in: query, schema: { type: string } }
        - { name: order, in: query, schema: { type: string } }
      responses:
        '200':
          description: OK
          headers: { X-Total-Count: { schema: { type: integer } } }
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } }
    post:
      operationId: createPet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  /pets/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: { operationId: getPet, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } }
    put:
      operationId: putPet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '201': { description: made, headers: { Location: { schema: { type: string } } } }, '204': { description: changed } }
    patch:
      operationId: patchPet
      requestBody:
        required: true
        content:
          application/merge-patch+json: { schema: { type: object } }
          application/json: { schema: { type: object } }
          application/json-patch+json: { schema: { type: array } }
      responses: { '204': { description: changed } }
    delete: { operationId: deletePet, responses: { '204': { description: gone } } }
  /pets/{petId}/notes:
    parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
    get: { operationId: listNotes, responses: { '200': { description: OK, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } } } }
    post:
      operationId: addNote
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
  /pets/{petId}/notes/{noteId}:
    parameters:
      - { name: petId, in: path, required: true, schema: { type: string } }
      - { name: noteId, in: path, required: true, schema: { type: integer } }
    put:
      operationId: putNote
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '204': { description: changed } }
  /pets/{petId}/notes/{noteId}/lines:
    parameters:
      - { name: petId, in: path, required: true, schema: { type: string } }
      - { name: noteId, in: path, required: true, schema: { type: integer } }
    get: { operationId: listLines, responses: { '200': { description: OK, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } } } }
  /pets/{petId}/notes/{noteId}/lines/{lineId}:
    parameters:
      - { name: petId, in: path, required: true, schema: { type: string } }
      - { name: noteId, in: path, required: true, schema: { type: integer } }
      - { name: lineId, in: path, required: true, schema: { type: integer } }
    get: { operationId: getLine, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } } }
  /settings:
    get: { operationId: getSettings, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } } } }
    patch:
      operationId: patchSettings
      requestBody: { required: true, content: { application/merge-patch+json: { schema: { type: object } } } }
      responses: { '204': { description: changed } }
components:
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties:
        id: { type: string }
        name: { type: string, minLength: 2 }
        kind: { type: string, enum: [cat, dog] }
        nick: { type: [string, 'null'] }
        isTame: { type: boolean }
        tags: { type: array, items: { type: string }, maxItems: 2 }
      additionalProperties: false
    Note: { type: object, properties: { id: { type: integer }, text: { type: string } } }
    Settings: { type: object, required: [theme, font], properties: { theme: { enum: [light, dark] }, font: { type: string } } }
`;
const rex = { id: 'rex', name: 'Rex', kind: 'dog', nick: 'R', tags: ['calm'] };

async function start(text = contract): Promise<Service> {
  const service = await startStateful(text);
  await ask(service, 'POST /pets', rex);
  return service;
}

const json = { 'Content-Type': 'application/json' };

describe('a patch that is answered without content', () => {
  it.each<[string, unknown, Record<string, string>]>([
    ['a merge patch', { name: 'R' }, {}],
    ['a merge patch that takes out what is required', { name: null }, {}],
    ['a JSON Patch', [{ op: 'add', path: '/tags', value: ['a', 'b', 'c'] }], {}],
    ['plain JSON', { kind: 'cow' }, json],
    ['plain JSON with null', { name: null }, json],
  ])('changes nothing where the schema of the thing refuses what it makes: %s', async (_name, body, headers) => {
    const service = await start();
    expect((await ask(service, 'PATCH /pets/rex', body, headers)).status).toBe(422);
    expect((await ask(service, 'GET /pets/rex')).body).toEqual(rex);
  });

  it('is judged by the list where nothing reads one thing', async () => {
    const service = await start(contract.replace(/ {4}get: \{ operationId: getPet.*\n/, ''));
    expect((await ask(service, 'PATCH /pets/rex', { kind: 'cow' })).status).toBe(422);
    expect((await ask(service, 'PATCH /pets/rex', { kind: 'cat' })).status).toBe(204);
    expect((await ask(service, 'GET /pets')).body).toEqual([{ ...rex, kind: 'cat' }]);
  });

  it('of what there is only one of starts from what is read of it', async () => {
    const service = await start();
    const { body } = await ask(service, 'GET /settings');
    expect((await ask(service, 'PATCH /settings', { theme: 'pink' })).status).toBe(422);
    expect((await ask(service, 'PATCH /settings', { font: 'serif' })).status).toBe(204);
    expect((await ask(service, 'GET /settings')).body).toEqual({ ...Object(body), font: 'serif' });
  });
});

it.each([
  ['null is a value in plain JSON', json, { ...rex, nick: null }],
  ['null takes a member out in a merge patch', {}, { id: 'rex', name: 'Rex', kind: 'dog', tags: ['calm'] }],
])('%s', async (_name, headers, want) => {
  const service = await start();
  expect((await ask(service, 'PATCH /pets/rex', { nick: null }, headers)).status).toBe(204);
  expect((await ask(service, 'GET /pets/rex')).body).toEqual(want);
});

describe('PUT', () => {
  it('makes what is not there where the contract declares 201, and is answered otherwise where it changes', async () => {
    const service = await start();
    const tom = { id: 'tom', name: 'Tom' };
    expect(await ask(service, 'PUT /pets/tom', tom)).toMatchObject({ status: 201, location: '/pets/tom' });
    expect((await ask(service, 'GET /pets/tom')).body).toEqual(tom);
    expect(await ask(service, 'PUT /pets/tom', { ...tom, name: 'Tim' })).toMatchObject({ status: 204 });
    expect((await ask(service, 'GET /pets/tom')).body).toEqual({ ...tom, name: 'Tim' });
    expect((await ask(service, 'GET /pets')).body).toEqual([rex, { ...tom, name: 'Tim' }]);
  });

  it('makes nothing where the contract declares no 201', async () => {
    expect((await ask(await start(), 'PUT /pets/rex/notes/7', { text: 'hi' })).status).toBe(404);
  });
});

describe('a name that is taken', () => {
  it('is refused where the contract declares a 409', async () => {
    const declared =
      "createPet\n      responses: { '409': { description: taken, content: { application/json: { example: taken } } }, ";
    const text = contract.replace(
      /createPet\n( {6}requestBody.*\n) {6}responses: \{ /,
      (_, body) => `${declared.replace('\n', `\n${body}`)}`,
    );
    const service = await start(text);
    expect(await ask(service, 'POST /pets', rex)).toMatchObject({ status: 409, body: 'taken' });
    expect((await ask(service, 'GET /pets')).body).toEqual([rex]);
  });

  it('is changed for a free one otherwise', async () => {
    const { status, body } = await ask(await start(), 'POST /pets', rex);
    expect(status).toBe(201);
    expect(body).not.toMatchObject({ id: 'rex' });
  });
});

describe('what is below a thing', () => {
  it('goes with it, and does not come back with another of its name', async () => {
    const service = await start();
    await ask(service, 'POST /pets/rex/notes', { text: 'hi' });
    await ask(service, 'DELETE /pets/rex');
    for (const path of ['notes', 'notes/1/lines', 'notes/1/lines/1'])
      expect((await ask(service, `GET /pets/rex/${path}`)).status).toBe(404);
    await ask(service, 'POST /pets', rex);
    expect((await ask(service, 'GET /pets/rex/notes')).body).toEqual([]);
  });

  it('is that of another thing where names have spaces', async () => {
    const service = await start();
    for (const id of ['a', 'a 1']) await ask(service, 'POST /pets', { ...rex, id });
    await ask(service, 'POST /pets/a%201/notes', { text: 'hi' });
    await ask(service, 'DELETE /pets/a');
    expect((await ask(service, 'GET /pets/a%201/notes')).body).toMatchObject([{ text: 'hi' }]);
  });
});

describe('a list', () => {
  it.each([
    ['?kind=dog', ['rex']],
    ['?nick=R', ['rex']],
    ['', ['rex', 'tom']],
    ['?isTame=true', []],
    ['?isTame=false', ['rex', 'tom']],
    ['?order=age', ['rex', 'tom']],
  ])(
    'of %s has no thing that does not say what is asked for, unless it is asked for by default',
    async (query, want) => {
      const service = await start();
      await ask(service, 'POST /pets', { id: 'tom', name: 'Tom' });
      // The default of `nick` is asked for where it is not named.
      const target = query.includes('kind') ? `${query}&nick=R` : query;
      const { body } = await ask(service, `GET /pets${target}`);
      expect((body as readonly { readonly id: string }[]).map(({ id }) => id)).toEqual(want);
    },
  );

  it('tells its length in the header that the contract declares', async () => {
    const answer = await (await start()).fetch('/pets');
    expect(answer.headers.get('x-total-count')).toBe('1');
  });
});
