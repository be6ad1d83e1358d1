import { describe, expect, it } from 'vitest';
import { readServiceModelText } from '../src/index.ts';

const read = (extensions: string, pathItem = '') =>
  readServiceModelText({
    file: 'openapi.yaml',
    text: `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets/{petId}:
    parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
${pathItem}    get:
      operationId: getPet
${extensions}      responses: { '200': { description: OK } }
`,
  });

const lines = (...extensions: string[]) => extensions.map((extension) => `      ${extension}\n`).join('');

describe('an operation that another service answers', () => {
  it.each([['/v1/pets/{petId}'], ['/pets'], ['/'], ['/a%20b/{petId}.json;v=1/']])(
    'says which and where: %s',
    async (path) => {
      const { diagnostics, model } = await read(
        lines('x-service: pet-store', `x-brrtrouter-downstream-path: '${path}'`),
      );
      expect(diagnostics).toEqual([]);
      expect(model?.operations[0]?.passThrough).toEqual({ service: 'pet-store', path });
    },
  );

  it('is implemented here all the same where x-brrtrouter-impl says so', async () => {
    const { diagnostics, model } = await read(
      lines('x-service: pets', 'x-brrtrouter-downstream-path: /pets/{petId}', 'x-brrtrouter-impl: true'),
    );
    expect(diagnostics).toEqual([]);
    expect(model?.operations[0]).not.toHaveProperty('passThrough');
  });

  it.each([
    ['x-service: pets', '/x-service', /without "x-brrtrouter-downstream-path"/],
    ['x-brrtrouter-downstream-path: /pets', '/x-brrtrouter-downstream-path', /without "x-service"/],
  ])('has to say both: %s', async (extension, field, message) => {
    const { diagnostics, model } = await read(lines(extension));
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        line: 8,
        code: 'incomplete-pass-through',
        pointer: `/paths/~1pets~1{petId}/get${field}`,
        message: expect.stringMatching(message),
        hint: expect.any(String),
      },
    ]);
    expect(model?.operations[0]).not.toHaveProperty('passThrough');
  });

  it.each([
    ['/pets/{id}', 'undeclared-path-parameter', /needs \{id\}/],
    ['pets/{petId}', 'invalid-pass-through', /begin with a slash/],
    ['/pets?limit=1', 'invalid-pass-through', /query or fragment/],
    ['/pets/{petId', 'invalid-pass-through', /braces/],
    ['/pets/%2', 'invalid-pass-through', /braces that form no variable, or characters/],
    ['/a b', 'invalid-pass-through', /characters to be encoded/],
    ['/pets/../admin', 'invalid-pass-through', /leads to another path/],
    ['/pets/%2E%2e/admin', 'invalid-pass-through', /leads to another path/],
  ])('is an error where the path cannot be used: %s', async (path, code, message) => {
    const { diagnostics, model } = await read(lines('x-service: pets', `x-brrtrouter-downstream-path: '${path}'`));
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        line: 9,
        code,
        pointer: '/paths/~1pets~1{petId}/get/x-brrtrouter-downstream-path',
        message: expect.stringMatching(message),
        hint: expect.any(String),
      },
    ]);
    expect(model).toBeUndefined();
  });

  it.each(["''", 'http://pets', '7', '[pets]', 'a/b'])(
    'is an error where the service has no name: %s',
    async (service) => {
      const { diagnostics } = await read(lines(`x-service: ${service}`, 'x-brrtrouter-downstream-path: /pets'));
      expect(diagnostics).toMatchObject([{ severity: 'error', line: 8, code: 'invalid-pass-through' }]);
    },
  );

  it('is no WebSocket', async () => {
    const { diagnostics } = await read(
      lines('x-service: pets', 'x-brrtrouter-downstream-path: /pets', 'x-websocket: { send: { schema: {} } }'),
    );
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'error', line: 8, code: 'invalid-pass-through' }),
    );
  });

  it('is said at the operation, not at its path', async () => {
    const { diagnostics, model } = await read('', '    x-service: pets\n');
    expect(diagnostics).toMatchObject([{ severity: 'warning', line: 6, code: 'extension-without-effect' }]);
    expect(model?.operations[0]).not.toHaveProperty('passThrough');
  });
});
