import { readServiceModelText } from '@brrt/service-model';
import { beforeAll, describe, expect, it } from 'vitest';
import { emitClient } from '../src/emit/emit-client.ts';
import { typeCheck } from './type-check.ts';

const contract = `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        '304': { description: Same }
        '404': { description: None, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    put:
      operationId: putPet
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: OK
          content:
            application/json: { schema: { $ref: '#/components/schemas/Pet' } }
            text/plain: { schema: { type: string } }
        4XX: { description: No, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
        default: { description: Else, content: { application/json: { schema: { type: boolean } } } }
components:
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: kind }
    Cat: { type: object, required: [kind, lives], properties: { kind: { const: Cat }, lives: { type: integer } } }
    Dog: { type: object, required: [kind, tricks], properties: { kind: { const: Dog }, tricks: { type: array, items: { type: string } } } }
    Problem: { type: object, required: [title], properties: { title: { type: string } } }
`;

const head = "import type { GetPetAnswer, Pet, PutPetAnswer } from './client.gen.ts';\n";
const used = 'export type Used = [GetPetAnswer, Pet, PutPetAnswer];\n';

const rows: readonly (readonly [what: string, code: string, want: string | undefined])[] = [
  [
    'every status of an answer has a case',
    `export function read(answer: GetPetAnswer): string {
  switch (answer.status) {
    case 200: return answer.body.kind;
    case 304: return 'same';
    case 404: return answer.body.title;
  }
}`,
    undefined,
  ],
  [
    'a status has no case',
    `export function read(answer: GetPetAnswer): string {
  switch (answer.status) {
    case 200: return answer.body.kind;
    case 404: return answer.body.title;
  }
}`,
    'TS2366',
  ],
  [
    'a status has no case, and what remains is said to be nothing',
    `export function read(answer: GetPetAnswer): string {
  switch (answer.status) {
    case 200: return answer.body.kind;
    case 404: return answer.body.title;
    default: { const rest: never = answer; return rest; }
  }
}`,
    "'never'",
  ],
  [
    'a case is no status of the contract',
    'export const read = (answer: GetPetAnswer): boolean => { switch (answer.status) { case 500: return true; default: return false; } };',
    'TS2678',
  ],
  [
    'a body is read before its status is known',
    'export const read = (answer: GetPetAnswer): string => answer.body.title;',
    "'title'",
  ],
  [
    'statuses are told apart from ranges and the default',
    `export function read(answer: PutPetAnswer): string | boolean {
  if (answer.status === 200) return answer.contentType === 'text/plain' ? answer.body : answer.body.kind;
  if (answer.status === 404) return answer.body.title;
  if (answer.status === 503) return answer.body;
  return false;
}`,
    undefined,
  ],
  [
    'the branches of a schema are told apart by its discriminator',
    `export function read(pet: Pet): number {
  switch (pet.kind) {
    case 'Cat': return pet.lives;
    case 'Dog': return pet.tricks.length;
  }
}`,
    undefined,
  ],
  [
    'a branch of a schema has no case',
    "export function read(pet: Pet): number {\n  switch (pet.kind) {\n    case 'Cat': return pet.lives;\n  }\n}",
    'TS2366',
  ],
];

describe('answers of a client, where', () => {
  let errors: readonly string[] = [];
  beforeAll(async () => {
    const { model, diagnostics } = await readServiceModelText({ text: contract, file: '/openapi.yaml' });
    if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
    const cases = rows.map(([, code], index) => [`case-${index}.ts`, `${head}${used}${code}\n`] as const);
    const client = emitClient(model, { service: 'pets', operations: 'all' });
    errors = await typeCheck({ ...Object.fromEntries(cases), 'client.gen.ts': client });
  });

  it('the client compiles by itself', () => {
    expect(errors.filter((error) => error.startsWith('client'))).toEqual([]);
  });

  it.each(rows.map(([what, , want], index) => [what, want, index] as const))('%s', (_what, want, index) => {
    const found = errors.filter((error) => error.startsWith(`case-${index}.ts`));
    if (want === undefined) expect(found).toEqual([]);
    else expect(found.join('\n')).toContain(want);
  });
});
