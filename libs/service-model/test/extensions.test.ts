import { describe, expect, it } from 'vitest';
import { readServiceModelText } from '../src/index.ts';

const read = (extensions: string) =>
  readServiceModelText({
    file: 'openapi.yaml',
    text: `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: OK } }
${extensions}`,
  });

describe('an extension of BRRTRouter', () => {
  it.each([
    ['x-stack-size: large', 'note', /no stack/],
    ['x-brrtrouter-stack-size: 16384', 'note', /no stack/],
    ['x-brrtrouter-impl: true', 'note', /src\/handlers/],
  ])('without effect is said to have none: %s', async (extension, severity, message) => {
    const { diagnostics, model } = await read(`      ${extension}`);
    expect(diagnostics).toMatchObject([
      { severity, line: 8, code: 'extension-without-effect', message: expect.stringMatching(message) },
    ]);
    expect(Object.keys(model?.operations[0]?.extensions ?? {})).toHaveLength(1);
  });

  it('names the handler: x-handler', async () => {
    const { diagnostics, model } = await read('      x-handler: find_all_pets');
    expect(diagnostics).toEqual([]);
    expect(model?.operations[0]).toMatchObject({ id: 'listPets', name: 'findAllPets' });
  });

  it.each([
    ['text/event-stream', []],
    ['text/event-stream; charset=utf-8', []],
    ['application/json', [{ severity: 'warning', line: 5, code: 'extension-without-effect' }]],
  ])('says event stream where a response is one: x-sse with %s', async (mediaType, want) => {
    const { diagnostics } = await readServiceModelText({
      file: 'openapi.yaml',
      text: `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets:
    get: { operationId: pets, x-sse: true, responses: { '200': { description: OK, content: { '${mediaType}': {} } } } }`,
    });
    expect(diagnostics).toMatchObject(want);
  });

  it.each(['x-sse: false', 'x-cors: inherit', 'x-brrtrouter-deadline-ms: 5', 'x-whatever: 1'])(
    'with an effect, or of somebody else, needs no word: %s',
    async (extension) => {
      expect((await read(`      ${extension}`)).diagnostics).toEqual([]);
    },
  );
});
