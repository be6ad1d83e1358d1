import { readServiceModelText } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { changedClientNames, changedTypeNames } from './changed-names.ts';

const text = `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets:
    get:
      operationId: getPet
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { anyOf: [{ $ref: '#/components/schemas/string' }, { $ref: '#/components/schemas/GetPetCall' }] }
components:
  schemas:
    simple-user: { type: object }
    string: { type: string }
    GetPetCall: { type: object }
`;

async function located() {
  const { model, locate, diagnostics } = await readServiceModelText({ text, file: '/a/openapi.yaml' });
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return { model, locate };
}

it('says where a schema is whose type is called otherwise, and how', async () => {
  expect(changedTypeNames(await located())).toMatchObject([
    {
      file: '/a/openapi.yaml',
      line: 16,
      pointer: '/components/schemas/string',
      severity: 'note',
      code: 'changed-name',
      message:
        'In code, the type of the schema "string" becomes "stringSchema": the name is taken or means something else',
    },
  ]);
});

it('says of a client only what is otherwise there', async () => {
  expect(changedClientNames(await located(), { service: 'pets', operations: ['getPet'] })).toMatchObject([
    {
      line: 17,
      message: expect.stringContaining(
        'In the client of pets, the type of the schema "GetPetCall" becomes "GetPetCall2"',
      ),
    },
  ]);
});
