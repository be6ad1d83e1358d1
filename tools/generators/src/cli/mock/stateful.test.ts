import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service } from '@brrt/router-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MockOptions } from './create-mock.ts';
import { openStateFile } from './state-file.ts';
import { ask, startStateful } from './test-support.ts';

const contract = `
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://example.com/v1 }]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: kind, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: offset, in: query, schema: { type: integer } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                required: [items, total]
                properties: { items: { type: array, items: { $ref: '#/components/schemas/Pet' } }, total: { type: integer } }
              example: { items: [{ id: 1, name: Rex, kind: dog }, { id: 2, name: Tom, kind: cat }], total: 2 }
    post:
      operationId: createPet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewPet' } } } }
      responses:
        '201':
          description: made
          headers: { Location: { schema: { type: string } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
  /pets/{petId}:
    parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
    get:
      operationId: getPet
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        '404': { description: none, content: { application/json: { schema: { type: object }, example: { error: gone } } } }
    put:
      operationId: putPet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewPet' } } } }
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    patch:
      operationId: patchPet
      requestBody: { required: true, content: { application/merge-patch+json: { schema: { type: object } } } }
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    delete: { operationId: deletePet, responses: { '204': { description: gone } } }
  /pets/{petId}/notes:
    parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
    get:
      operationId: listNotes
      responses: { '200': { description: OK, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } } }
    post:
      operationId: addNote
      requestBody: { content: { application/json: { schema: { type: object, properties: { text: { type: string } } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
  /pets/{petId}/notes/{noteId}:
    parameters:
      - { name: petId, in: path, required: true, schema: { type: integer } }
      - { name: noteId, in: path, required: true, schema: { type: string } }
    get: { operationId: getNote, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } } }
  /settings:
    get: { operationId: getSettings, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } } } }
    put:
      operationId: putSettings
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } }
      responses: { '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } } }
  /pets/{petId}/feed: { post: { operationId: feed, parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }], responses: { '200': { description: OK, content: { application/json: { example: fed } } } } } }
components:
  schemas:
    NewPet: { type: object, required: [name], properties: { name: { type: string }, kind: { type: string } }, additionalProperties: false }
    Pet:
      type: object
      required: [id, name, createdAt]
      properties:
        id: { type: integer }
        name: { type: string }
        kind: { type: string }
        createdAt: { type: string, format: date-time }
      additionalProperties: false
    Note: { type: object, required: [id], properties: { id: { type: string, format: uuid }, text: { type: string } } }
    Settings: { type: object, required: [theme], properties: { theme: { type: string, default: light } } }
`;
// The pets that the list shows have no createdAt: they are not valid, so the store starts without them.
const seeded = contract.replace('required: [id, name, createdAt]', 'required: [id, name]');

function mock(text = contract, options: Partial<MockOptions> = {}): Promise<Service> {
  return startStateful(text, options);
}

describe('what is created', () => {
  it('can be read under its new name, with what the contract adds', async () => {
    const service = await mock();
    const made = await ask(service, 'POST /pets', { name: 'Ada' });
    expect(made).toMatchObject({ status: 201, kind: 'stateful', location: '/v1/pets/1', body: { id: 1, name: 'Ada' } });
    expect(await ask(service, 'GET /pets/1')).toMatchObject({ status: 200, kind: 'stateful', body: made.body });
    expect(await ask(service, 'POST /pets', { name: 'Bob' })).toMatchObject({
      location: '/v1/pets/2',
      body: { id: 2 },
    });
    expect(await ask(service, 'GET /pets')).toMatchObject({
      body: { total: 2, items: [{ name: 'Ada' }, { name: 'Bob' }] },
    });
  });

  it('is changed by PUT and by a merge patch, and is gone after DELETE', async () => {
    const service = await mock();
    await ask(service, 'POST /pets', { name: 'Ada', kind: 'cat' });
    expect(await ask(service, 'PUT /pets/1', { name: 'Eve' })).toMatchObject({
      status: 200,
      body: { id: 1, name: 'Eve' },
    });
    expect(await ask(service, 'PATCH /pets/1', { kind: 'dog' })).toMatchObject({
      body: { id: 1, name: 'Eve', kind: 'dog' },
    });
    expect(await ask(service, 'GET /pets/1')).toMatchObject({ body: { id: 1, name: 'Eve', kind: 'dog' } });
    expect(await ask(service, 'DELETE /pets/1')).toMatchObject({ status: 204, body: '' });
    expect(await ask(service, 'GET /pets/1')).toMatchObject({ status: 404, body: { error: 'gone' } });
    expect(await ask(service, 'DELETE /pets/1')).toMatchObject({ status: 404, body: { code: expect.any(String) } });
  });

  it('is refused where the contract refuses it', async () => {
    const service = await mock();
    expect((await ask(service, 'POST /pets', { name: 1 })).status).toBe(400);
    expect(await ask(service, 'GET /pets')).toMatchObject({ body: { total: 0, items: [] } });
  });

  it('below others is apart, with names by its schema, and nothing is below what is not there', async () => {
    const service = await mock();
    await ask(service, 'POST /pets', { name: 'Ada' });
    const note = await ask(service, 'POST /pets/1/notes', { text: 'hi' });
    expect(note).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), text: 'hi' } });
    const { id } = note.body as { readonly id: string };
    expect(await ask(service, `GET /pets/1/notes/${id}`)).toMatchObject({ status: 200, body: note.body });
    expect(await ask(service, 'GET /pets/1/notes')).toMatchObject({ body: [note.body] });
    expect((await ask(service, 'GET /pets/9/notes')).status).toBe(404);
  });

  it('once only is remembered as it was written last', async () => {
    const service = await mock();
    expect((await ask(service, 'GET /settings')).kind).not.toBe('stateful');
    await ask(service, 'PUT /settings', { theme: 'dark' });
    expect(await ask(service, 'GET /settings')).toMatchObject({ kind: 'stateful', body: { theme: 'dark' } });
  });

  it('is forgotten by a reset', async () => {
    const service = await mock(seeded);
    await ask(service, 'POST /pets', { name: 'Ada' });
    expect((await ask(service, 'POST /__brrt/reset')).status).toBe(204);
    expect(await ask(service, 'GET /pets')).toMatchObject({ body: { total: 2 } });
    expect((await ask(service, 'GET /__brrt/reset')).status).toBe(405);
  });
});

it('is found also where paths end with an extension', async () => {
  const text = contract.replaceAll('/pets:', '/pets.json:').replaceAll('/pets/{petId}:', '/pets/{petId}.json:');
  const service = await mock(text);
  expect(await ask(service, 'POST /pets.json', { name: 'Ada' })).toMatchObject({ location: '/v1/pets/1.json' });
  expect(await ask(service, 'GET /pets/1.json')).toMatchObject({ status: 200, body: { name: 'Ada' } });
});

it('does not reach into octets', async () => {
  const octets = '{ application/octet-stream: { schema: { type: string, format: binary } } }';
  const json = "{ application/json: { schema: { $ref: '#/components/schemas/Settings' } } }";
  const service = await mock(
    contract.replace(
      `getSettings, responses: { '200': { description: OK, content: ${json}`,
      `getSettings, responses: { '200': { description: OK, content: ${octets}`,
    ),
  );
  await ask(service, 'PUT /settings', { theme: 'dark' });
  expect(await ask(service, 'GET /settings')).toMatchObject({ status: 200, body: expect.stringContaining('BRRT') });
});

describe('a patch', () => {
  const patched = contract
    .replace(
      'application/merge-patch+json: { schema: { type: object } }',
      'application/merge-patch+json: { schema: { type: object } }, application/json-patch+json: { schema: { type: array } }',
    )
    .replace('kind: { type: string } }, a', 'kind: { type: string }, tags: { type: array } }, a')
    .replace('        createdAt:', '        tags: { type: array, minItems: 1 }\n        createdAt:');
  const start = async (): Promise<Service> => {
    const service = await mock(patched);
    await ask(service, 'POST /pets', { name: 'Ada', tags: ['calm'] });
    return service;
  };

  it('may be a JSON Patch', async () => {
    const service = await start();
    const patch = [
      { op: 'test', path: '/name', value: 'Ada' },
      { op: 'add', path: '/tags/-', value: 'old' },
      { op: 'move', from: '/name', path: '/kind' },
      { op: 'add', path: '/name', value: 'Eve' },
      { op: 'replace', path: '/id', value: 7 },
    ];
    const changed = { id: 1, name: 'Eve', kind: 'Ada', tags: ['calm', 'old'] };
    expect(await ask(service, 'PATCH /pets/1', patch)).toMatchObject({ status: 200, kind: 'stateful', body: changed });
    expect(await ask(service, 'GET /pets/1')).toMatchObject({ status: 200, body: changed });
  });

  it.each<[string, unknown, number]>([
    [
      'that cannot be applied',
      [
        { op: 'remove', path: '/tags' },
        { op: 'test', path: '/name', value: 'Eve' },
      ],
      409,
    ],
    ['that makes no thing', [{ op: 'replace', path: '', value: 1 }], 409],
    ['to too few items', [{ op: 'remove', path: '/tags/0' }], 422],
    ['to too few items by merging', { tags: [], name: 'Eve' }, 422],
    ['without what the schema requires', { name: null }, 422],
  ])('%s changes nothing', async (_name, patch, status) => {
    const service = await start();
    const { body } = await ask(service, 'GET /pets/1');
    expect((await ask(service, 'PATCH /pets/1', patch)).status).toBe(status);
    expect(await ask(service, 'GET /pets/1')).toMatchObject({ status: 200, body });
  });

  it('is refused as the contract says', async () => {
    const declared = "'422': { description: no, content: { application/json: { example: no } } }";
    const service = await mock(patched.replace(/(patchPet\n.*\n {6}responses: \{)/, `$1 ${declared},`));
    await ask(service, 'POST /pets', { name: 'Ada' });
    expect(await ask(service, 'PATCH /pets/1', { name: null })).toMatchObject({ status: 422, body: 'no' });
  });

  it('of what there is only one of starts from what the contract shows', async () => {
    const settings = patched
      .replace('    put:\n      operationId: putSettings', '    patch:\n      operationId: patchSettings')
      .replace(/(patchSettings\n.*)application\/json/, '$1application/merge-patch+json');
    const service = await mock(settings);
    const { body } = await ask(service, 'GET /settings');
    expect((await ask(service, 'PATCH /settings', { font: 'serif' })).body).toEqual({ ...Object(body), font: 'serif' });
  });
});

it('a thing that is replaced keeps what only the service writes, and nothing else', async () => {
  const service = await mock();
  const { body } = await ask(service, 'POST /pets', { name: 'Ada', kind: 'cat' });
  const { createdAt } = Object(body);
  const replaced = { id: 1, name: 'Eve', createdAt };
  expect((await ask(service, 'PUT /pets/1', { name: 'Eve' })).body).toEqual(replaced);
  expect((await ask(service, 'GET /pets/1')).body).toEqual(replaced);
});

describe('a list', () => {
  it.each([
    ['/pets', ['Rex', 'Tom', 'Ada']],
    ['/pets?kind=cat', ['Tom', 'Ada']],
    ['/pets?limit=1', ['Rex']],
    ['/pets?limit=1&offset=2', ['Ada']],
    ['/pets?kind=cow', []],
  ])('of %s starts with what the contract shows', async (target, want) => {
    const service = await mock(seeded);
    await ask(service, 'POST /pets', { name: 'Ada', kind: 'cat' });
    const { body } = await ask(service, `GET ${target}`);
    expect((body as { readonly items: readonly { readonly name: string }[] }).items.map(({ name }) => name)).toEqual(
      want,
    );
  });
});

it('answers from what it remembers where the contract has nothing of what a client prefers, and says so', async () => {
  const service = await mock(seeded);
  await ask(service, 'POST /pets', { name: 'Ada' });
  const answer = await service.fetch('/pets/3', { headers: { Prefer: 'code=418, example=none' } });
  expect([answer.headers.get('x-brrt-mock'), answer.headers.get('x-brrt-preference-ignored')]).toEqual([
    'stateful',
    'code;reason="the contract declares 200, 404", example;reason="200 has none by name"',
  ]);
  expect(await answer.json()).toMatchObject({ id: 3, name: 'Ada' });
});

it('says of a preference that is no value that it is ignored, and takes a seed for what it makes up', async () => {
  const service = await mock();
  const answer = await service.fetch('/pets', { headers: { Prefer: 'code=none' } });
  expect(answer.headers.get('x-brrt-preference-ignored')).toBe('code;reason="it has to be a status from 200 to 599"');
  const made = async (seed: number): Promise<unknown> => {
    const { kind, body } = await ask(
      await mock(),
      'POST /pets',
      { name: 'Ada' },
      { Prefer: `seed=${seed}, example=no` },
    );
    expect(kind).toBe('stateful');
    return body;
  };
  expect(await made(3)).toEqual(await made(3));
  expect(await made(3)).not.toEqual(await made(4));
});

it('answers from the contract what a client prefers, and what is no thing', async () => {
  const service = await mock(seeded);
  expect(await ask(service, 'GET /pets/1', undefined, { Prefer: 'code=404' })).toMatchObject({
    status: 404,
    kind: 'example',
  });
  expect(await ask(service, 'POST /pets/1/feed')).toMatchObject({ body: 'fed', kind: 'example' });
});

const wideContract = `
openapi: 3.1.0
info: { title: Things, version: '1' }
x-brrt-int64: bigint
paths:
  /things:
    post:
      operationId: createThing
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: integer, format: int64 } }]
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        '404': { description: none }
components:
  schemas:
    Thing:
      type: object
      required: [id, name]
      properties: { id: { type: integer, format: int64 }, name: { type: string } }
`;

describe('a state file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brrt-state-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('keeps what is remembered for the next run', async () => {
    const file = join(folder, 'state.json');
    const first = await mock(contract, { state: openStateFile(file) });
    await ask(first, 'POST /pets', { name: 'Ada' });
    await first.close();
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 1 });
    const second = await mock(contract, { state: openStateFile(file) });
    expect(await ask(second, 'GET /pets/1')).toMatchObject({ status: 200, body: { name: 'Ada' } });
  });

  it('keeps identifiers of more digits than a number holds, where the contract asks for them', async () => {
    const file = join(folder, 'wide.json');
    const long = '9007199254740993';
    const json = { 'Content-Type': 'application/json' };
    const first = await mock(wideContract, { state: openStateFile(file) });
    const made = await first.fetch('/things', { method: 'POST', headers: json, body: `{"id":${long},"name":"Ada"}` });
    expect([made.status, await made.text()]).toEqual([201, `{"id":${long},"name":"Ada"}`]);
    await first.close();
    const second = await mock(wideContract, { state: openStateFile(file) });
    const read = await second.fetch(`/things/${long}`, {});
    expect([read.status, await read.text()]).toEqual([200, `{"id":${long},"name":"Ada"}`]);
    expect((await second.fetch('/things/9007199254740992', {})).status).toBe(404);
  });

  it('that holds something else is not written over', async () => {
    const file = join(folder, 'other.json');
    await writeFile(file, '{"mine":true}');
    expect(() => openStateFile(file)).toThrow(/is no state of brrt mock/);
  });

  it('that cannot be written is refused before anything is remembered', async () => {
    const file = join(folder, 'locked.json');
    await mkdir(`${file}.new`);
    expect(() => openStateFile(file)).toThrow(/--state: .*locked\.json\.new cannot be written \(EISDIR\)/);
  });

  it('is not made before something is remembered', async () => {
    openStateFile(join(folder, 'later.json'));
    expect(await readdir(folder)).not.toContain('later.json.new');
  });

  it('that cannot be written any more is told of once, and written when it can be again', async () => {
    const away = join(folder, 'away');
    await mkdir(away);
    const said: string[] = [];
    const state = openStateFile(join(away, 'state.json'), (line) => said.push(line));
    const service = await mock(contract, { state });
    await rm(away, { recursive: true });
    for (const name of ['Ada', 'Bob']) {
      await ask(service, 'POST /pets', { name });
      state.flush();
    }
    expect(said).toEqual([expect.stringMatching(/state\.json cannot be written \(ENOENT\)/)]);
    await mkdir(away);
    await ask(service, 'POST /pets', { name: 'Eve' });
    state.flush();
    expect(await readFile(join(away, 'state.json'), 'utf8')).toMatch(/Ada[\s\S]*Bob[\s\S]*Eve/);
  });
});
