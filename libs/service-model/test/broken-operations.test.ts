import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  describeBroken,
  loadServiceModel,
  readServiceModel,
  readServiceModelText,
  writeDocument,
} from '../src/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'broken-operations-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const head = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n';
const sound = '  /sound: { get: { responses: { "200": { description: ok } } } }\n';

const read = (text: string, skipBroken = true) =>
  readServiceModelText({ text, file: join(folder, 'openapi.yaml') }, { skipBroken });

/** Broken operations as `GET /a: code@line, …`, sound ones as `GET /a`. */
async function split(text: string): Promise<{ readonly broken: readonly string[]; readonly sound: readonly string[] }> {
  const { model, brokenOperations, soundOperations } = await read(text);
  expect(model?.brokenOperations).toEqual(brokenOperations);
  expect(model?.operations).toHaveLength(soundOperations);
  return {
    broken: brokenOperations.map(
      ({ method, path, diagnostics }) =>
        `${method} ${path}: ${diagnostics.map(({ code, line }) => `${code}@${line}`).join(', ')}`,
    ),
    sound: (model?.operations ?? []).map(({ method, path }) => `${method} ${path}`),
  };
}

describe('an error breaks only what cannot be read without it:', () => {
  it.each([
    [
      'a parameter of one operation',
      `paths:\n  /a:\n    get: { parameters: [{ name: q, in: body }] }\n    put: {}\n${sound}`,
      { broken: ['GET /a: invalid-parameter@5'], sound: ['PUT /a', 'GET /sound'] },
    ],
    [
      'a parameter of a path item, all operations of the path',
      `paths:\n  /a:\n    parameters: [{ name: q, in: body }]\n    get: {}\n    put: {}\n${sound}`,
      { broken: ['GET /a: invalid-parameter@5', 'PUT /a: invalid-parameter@5'], sound: ['GET /sound'] },
    ],
    [
      'a schema deep in a response',
      `paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          content: { a/b: { schema: { items: { pattern: '(' } } } }\n${sound}`,
      { broken: ['GET /a: invalid-pattern@9'], sound: ['GET /sound'] },
    ],
    [
      'a header of a response, a link, a callback, security',
      `paths:
  /header: { get: { responses: { '200': { description: ok, headers: { 'a b': {} } } } } }
  /link: { get: { responses: { '200': { description: ok, links: { next: 5 } } } } }
  /callback: { get: { callbacks: { done: { '{$url}': { post: { parameters: [{ in: query }] } } } } } }
  /security: { get: { security: 5 } }
  /body: { post: { requestBody: { content: { a/b: { schema: { $ref: '#/nowhere' } } } } } }
${sound}`,
      {
        broken: [
          'GET /header: invalid-header@4',
          'GET /link: wrong-type@5',
          'GET /callback: invalid-parameter@6',
          'GET /security: wrong-type@7',
          'POST /body: unresolved-reference@8',
        ],
        sound: ['GET /sound'],
      },
    ],
    [
      'a component, those that reach it, over any number of steps and through cycles',
      `paths:
  /near: { get: { parameters: [{ $ref: '#/components/parameters/q' }] } }
  /far: { post: { requestBody: { content: { a/b: { schema: { $ref: '#/components/schemas/A' } } } } } }
  /mapped: { post: { requestBody: { content: { a/b: { schema: { discriminator: { propertyName: k, mapping: { c: C } } } } } } } }
  /beside: { post: { requestBody: { content: { a/b: { schema: { $ref: '#/components/schemas/D' } } } } } }
components:
  parameters:
    q: { name: q, in: query, schema: { $ref: '#/components/schemas/C' } }
  schemas:
    A: { properties: { b: { $ref: '#/components/schemas/B' } } }
    B: { properties: { a: { $ref: '#/components/schemas/A' }, c: { $ref: '#/components/schemas/C' } } }
    C: { pattern: '(' }
    D: { type: string }
`,
      {
        broken: ['GET /near: invalid-pattern@14', 'POST /far: invalid-pattern@14', 'POST /mapped: invalid-pattern@14'],
        sound: ['POST /beside'],
      },
    ],
    [
      'a component that nobody uses, nothing',
      `paths:\n${sound}components:\n  schemas:\n    Unused: { pattern: '(' }\n`,
      { broken: [], sound: ['GET /sound'] },
    ],
    ['a field that no operation needs, nothing', `tags: {}\npaths:\n${sound}`, { broken: [], sound: ['GET /sound'] }],
    [
      'security of the document, operations without security of their own',
      `security: 5\npaths:\n  /a: { get: {}, put: { security: [] } }\n`,
      { broken: ['GET /a: wrong-type@3'], sound: ['PUT /a'] },
    ],
    [
      'a security scheme, operations that name it',
      `security: [{ key: [] }]\npaths:\n  /a: { get: {}, put: { security: [] }, post: { security: [{ other: [] }, {}] } }\ncomponents:\n  securitySchemes:\n    key: { type: apiKey, in: body, name: k }\n    other: { type: http, scheme: basic }\n`,
      { broken: ['GET /a: invalid-security-scheme@8'], sound: ['PUT /a', 'POST /a'] },
    ],
    [
      'servers of the document, operations without servers of their own',
      `servers: 5\npaths:\n  /a: { get: {}, put: { servers: [{ url: /v1 }] } }\n  /b: { servers: [{ url: /v2 }], get: {} }\n`,
      { broken: ['GET /a: wrong-type@3'], sound: ['PUT /a', 'GET /b'] },
    ],
    [
      'an operation that is no object',
      `paths:\n  /a: { get: [], put: {} }\n`,
      { broken: ['GET /a: wrong-type@4'], sound: ['PUT /a'] },
    ],
    [
      'a path item that is no object, or leads nowhere: even its methods are unknown',
      `paths:\n  /a: 5\n  /b: { $ref: ./missing.yaml }\n  /c: { $ref: '#/components/pathItems/c' }\n${sound}components: { pathItems: { c: 5 } }\n`,
      {
        broken: ['* /a: wrong-type@4', '* /b: unresolved-reference@5', '* /c: wrong-type@6'],
        sound: ['GET /sound'],
      },
    ],
    [
      'one operation of a shared path item',
      `paths:\n  /a: { $ref: '#/components/pathItems/a' }\n  /b: { post: { callbacks: { done: { '{$url}': { $ref: '#/components/pathItems/a' } } } } }\ncomponents:\n  pathItems:\n    a:\n      get: { parameters: [{ in: query }] }\n      put: {}\n      delete: 7\n`,
      {
        broken: [
          'GET /a: invalid-parameter@9',
          'DELETE /a: wrong-type@11',
          'POST /b: invalid-parameter@9, wrong-type@11',
        ],
        sound: ['PUT /a'],
      },
    ],
    [
      'the same anchored value in two operations, both',
      `paths:\n  /a: { get: { parameters: &bad [{ in: query }] } }\n  /b: { get: { parameters: *bad } }\n${sound}`,
      { broken: ['GET /a: invalid-parameter@4', 'GET /b: invalid-parameter@4'], sound: ['GET /sound'] },
    ],
    [
      'a duplicate variable of a path, its operations',
      `paths:\n  /a/{x}/{x}: { get: {}, put: {} }\n${sound}`,
      {
        broken: ['GET /a/{x}/{x}: duplicate-variable@4', 'PUT /a/{x}/{x}: duplicate-variable@4'],
        sound: ['GET /sound'],
      },
    ],
    [
      'schemas that never end, those that use one of them',
      `paths:\n  /a: { post: { requestBody: { content: { a/b: { schema: { $ref: '#/components/schemas/B' } } } } } }\n${sound}components:\n  schemas:\n    A: { allOf: [{ $ref: '#/components/schemas/B' }] }\n    B: { allOf: [{ $ref: '#/components/schemas/A' }] }\n`,
      { broken: ['POST /a: cyclic-reference@8'], sound: ['GET /sound'] },
    ],
  ])('%s', async (_name, text, want) => expect(await split(head + text)).toEqual(want));

  it('a method of additionalOperations', async () => {
    const text = `openapi: 3.2.0\ninfo: { title: T, version: "1" }\npaths:\n  /a: { additionalOperations: { COPY: 5, MOVE: { parameters: [{ in: query }] }, LINK: {} } }\n`;
    expect(await split(text)).toEqual({
      broken: ['MOVE /a: invalid-parameter@4', 'COPY /a: wrong-type@4'],
      sound: ['LINK /a'],
    });
  });

  it('a file, the operations that refer to it', async () => {
    writeFileSync(join(folder, 'bad.yaml'), 'a: [');
    const text = `${head}paths:\n  /a: { get: { responses: { '200': { $ref: 'bad.yaml#/a' } } } }\n${sound}`;
    expect(await split(text)).toEqual({ broken: ['GET /a: unresolved-reference@4'], sound: ['GET /sound'] });
  });

  it('a parameter, a body and a response of Swagger 2.0', async () => {
    const text = `swagger: '2.0'
info: { title: T, version: '1' }
paths:
  /a:
    get: { parameters: [{ name: q, in: query, type: string, pattern: '(' }], responses: { '200': { description: ok } } }
    post: { parameters: [{ $ref: '#/parameters/body' }], responses: { '200': { description: ok } } }
    put: { responses: { '200': { $ref: '#/responses/bad' } } }
    delete: { responses: { '200': { description: ok } } }
parameters:
  body: { name: body, in: body, schema: { $ref: '#/definitions/Bad' } }
responses:
  bad: { description: bad, headers: { H: { type: string, pattern: '(' } } }
definitions:
  Bad: { pattern: '(' }
`;
    expect(await split(text)).toEqual({
      broken: ['GET /a: invalid-pattern@5', 'POST /a: invalid-pattern@14', 'PUT /a: invalid-pattern@12'],
      sound: ['DELETE /a'],
    });
  });
});

describe('what makes the whole document unreadable leaves no model:', () => {
  it.each([
    ['syntax', 'openapi: ['],
    ['no version', 'info: {}\npaths: {}'],
    ['an unknown version', 'openapi: 4.0.0\npaths: {}'],
    ['no content', head],
    ['paths that are no object', `${head}paths: []\n`],
    ['a list', '- a'],
  ])('%s', async (_name, text) => {
    expect(await read(text)).toMatchObject({ model: undefined, brokenOperations: [], soundOperations: 0 });
    expect((await read(text)).diagnostics[0]?.severity).toBe('error');
  });

  it('a missing file', async () => {
    const result = await readServiceModel(join(folder, 'missing.yaml'), { skipBroken: true });
    expect(result).toMatchObject({ model: undefined, brokenOperations: [], soundOperations: 0 });
  });
});

const mixed = `${head}security: [{ key: [] }]
paths:
  /pets/{id}:
    get: { operationId: getPet, parameters: [{ name: id, in: path, required: true }], responses: { '200': { $ref: '#/components/responses/Pet' } } }
    put: { operationId: putPet, parameters: [{ name: id, in: path, required: true }], responses: { '204': { description: done } } }
  /lost: 5
  /ring: { $ref: '#/components/pathItems/ring' }
webhooks:
  bad: { post: { parameters: [{ in: query }] } }
  good: { post: { responses: { '200': { description: ok } } } }
components:
  responses:
    Pet: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
  pathItems:
    ring: { get: { responses: { '200': { description: ok } } }, post: [] }
  schemas:
    Pet: { properties: { name: { pattern: '(' } } }
    Name: { type: string }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    odd: { type: apiKey, in: body, name: k }
`;

describe('a model without its broken operations', () => {
  it('has no part of them, and says where each stands', async () => {
    const { model } = await read(mixed);
    expect(model?.operations.map(({ id }) => id)).toEqual(['putPet', 'get_ring']);
    expect(model?.brokenOperations).toMatchObject([
      {
        id: 'getPet',
        method: 'GET',
        path: '/pets/{id}',
        basePaths: [''],
        source: { line: 6, pointer: '/paths/~1pets~1{id}/get' },
        diagnostics: [
          { code: 'invalid-pattern', line: 19, pointer: '/components/schemas/Pet/properties/name/pattern' },
        ],
      },
      { id: 'post_ring', method: 'POST', path: '/ring', source: { line: 17 } },
      { id: 'any_lost', method: '*', path: '/lost', source: { line: 8, pointer: '/paths/~1lost' } },
    ]);
    expect(Object.keys(model?.schemas ?? {})).toEqual(['Name']);
    expect(Object.keys(model?.securitySchemes ?? {})).toEqual(['key']);
    expect(model?.webhooks.map(({ name }) => name)).toEqual(['good']);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  it('has a document that is whole where it can be, and breaks again where it could not be read', async () => {
    const { model } = await read(mixed);
    const text = writeDocument(model?.document ?? {}, 'yaml');
    expect(text).not.toContain('Pet:');
    const again = await read(text);
    const named = (result: typeof again) => ({
      sound: result.model?.operations.map(({ id, method, path }) => [id, method, path]),
      broken: result.brokenOperations.map(({ method, path }) => [method, path]),
    });
    expect(named(again)).toEqual(named(await read(mixed)));
    expect(new Set(again.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))).toEqual(
      new Set(['left-out']),
    );
    expect(again.diagnostics.map(({ message }) => message)).toContain(
      'What stood here in the original contract could not be read: invalid-pattern at openapi.yaml:19 /components/schemas/Pet/properties/name/pattern',
    );
  });

  it.each(['[]', '[null]', '[{}]'])('has no enum of a server variable that allows no value: %s', async (values) => {
    const servers = `servers: [{ url: '/{v}', variables: { v: { enum: ${values}, default: v } } }]\n`;
    const { model } = await read(`${head}${servers}paths:\n  /a: { get: {}, put: { servers: [{ url: /v1 }] } }\n`);
    expect(model?.document.servers).toEqual([{ url: '/{v}', variables: { v: { default: 'v' } } }]);
    const again = await read(writeDocument(model?.document ?? {}, 'yaml'));
    expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'left-out' }]);
  });

  it('has no map of texts that would lead elsewhere when it is read again', async () => {
    const flows = 'flows: { clientCredentials: { tokenUrl: /t, scopes: { $ref: 5 } } }';
    const text = `security: [{ key: [] }]\npaths:\n  /a: { get: {}, put: { security: [] } }\ncomponents:\n  securitySchemes:\n    key: { type: oauth2, ${flows} }\n`;
    const { model } = await read(head + text);
    expect(model?.operations.map(({ id }) => id)).toEqual(['put_a']);
    const again = await read(writeDocument(model?.document ?? {}, 'yaml'));
    expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'left-out' }]);
  });

  it('keeps the names that the others have beside the broken ones', async () => {
    const twice = `${head}paths:\n  /a: { get: { operationId: list, parameters: [{ in: query }] } }\n  /b: { get: { operationId: List } }\n`;
    const mended = twice.replace('{ in: query }', '{ in: query, name: q }');
    const names = async (text: string) => (await read(text)).model?.operations.map(({ path, name }) => [path, name]);
    expect(await names(twice)).toEqual([['/b', 'listGetB']]);
    expect(await names(mended)).toContainEqual(['/b', 'listGetB']);
  });

  it('drops the copies of a broken base that stand for it where schemas contain each other', async () => {
    const text = `${head}paths:\n${sound}components:\n  schemas:\n    Base: { pattern: '(', oneOf: [{ $ref: '#/components/schemas/Child' }] }\n    Child: { allOf: [{ $ref: '#/components/schemas/Base' }] }\n`;
    expect((await read(text)).model?.schemas).toEqual({});
  });
});

describe('without the option', () => {
  it('there is no model, as before', async () => {
    const result = await read(mixed, false);
    expect(result.model).toBeUndefined();
    expect(result).toMatchObject({ soundOperations: 2, brokenOperations: [{ id: 'getPet' }, {}, {}] });
  });

  it('the error lists what is broken, counts what is sound and names the way on', async () => {
    const file = join(folder, 'mixed.yaml');
    writeFileSync(file, mixed);
    await expect(loadServiceModel(file)).rejects.toThrow(
      [
        '3 of 5 operations cannot be read:',
        '  GET /pets/{id}: invalid-pattern at mixed.yaml:19',
        '  POST /ring: wrong-type at mixed.yaml:17',
        '  all of /lost: wrong-type at mixed.yaml:8',
        '--skip-broken leaves them out (they answer 501) and serves the other 2 operations',
      ].join('\n'),
    );
    expect((await loadServiceModel(file, { skipBroken: true })).operations).toHaveLength(2);
  });

  it.each([
    ['a broken component that no operation needs', 1, 'serves 1 operation without it'],
    ['nothing that can be served', 0, undefined],
  ])('%s', (_name, soundOperations, want) => {
    const lines = describeBroken({ brokenOperations: [], soundOperations });
    expect(lines.at(-1)?.includes(want ?? '')).toBe(want === undefined ? undefined : true);
  });

  it('a long list is cut', () => {
    const diagnostic = {
      severity: 'error',
      code: 'c',
      message: 'm',
      file: '/f/a.yaml',
      line: 1,
      column: 1,
      pointer: '',
    } as const;
    const brokenOperations = Array.from({ length: 60 }, (_, index) => ({
      id: `${index}`,
      name: `operation${index}`,
      method: 'GET',
      path: `/${index}`,
      basePaths: [''],
      source: diagnostic,
      diagnostics: Array.from({ length: 5 }, () => diagnostic),
    }));
    const lines = describeBroken({ brokenOperations, soundOperations: 0 });
    expect(lines).toHaveLength(52);
    expect(lines[1]).toBe('  GET /0: c at a.yaml:1, c at a.yaml:1, c at a.yaml:1, 2 more');
    expect(lines.at(-1)).toBe('  … and 10 more');
  });
});
