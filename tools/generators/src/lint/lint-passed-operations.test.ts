import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lint } from '../cli/commands/lint.ts';

const gate = `openapi: 3.1.0
info: { title: Gate, version: '1' }
paths:
  /web/pets/{id}:
    put:
      operationId: changePet
      x-service: pets
      x-brrtrouter-downstream-path: /v1/pets/{id}
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { name: sort, in: query, schema: { type: string, enum: [name, age] } }
        - { name: tags, in: query, schema: { type: array, items: { type: string } } }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Change' }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pet' }
        '404': { description: None }
components:
  schemas:
    Change: { type: object, required: [name], properties: { name: { type: string } } }
    Pet:
      type: object
      required: [name]
      properties:
        name: { type: string }
        age: { type: integer }
        state: { type: string, enum: [free, sold] }
`;

/** The same as the called service says it: other names where the wire does not see them. */
const pets = `openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: /v1 }]
paths:
  /pets/{pet}:
    put:
      operationId: putPet
      parameters:
        - { name: pet, in: path, required: true, schema: { type: integer } }
        - { name: sort, in: query, schema: { type: string, enum: [name, age] } }
        - { name: tags, in: query, schema: { type: array, items: { type: string } } }
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [name], properties: { name: { type: string } } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                required: [name]
                properties:
                  name: { type: string }
                  age: { type: integer }
                  state: { type: string, enum: [free, sold] }
        '401': { description: Credentials of the gate are refused }
        '404': { description: None, content: { application/problem+json: {} } }
        '500': { description: Broken }
`;

let apps: string;
beforeAll(async () => {
  apps = await mkdtemp(join(tmpdir(), 'brrt-passed-'));
});
afterAll(() => rm(apps, { recursive: true, force: true }));

interface Workspace {
  readonly gate?: string;
  readonly pets?: string;
  readonly registry?: string;
  readonly overlay?: string;
}

/** `line message`, of what `brrt lint` says about the two contracts; the places of the other one within the message. */
async function findings(given: Workspace): Promise<readonly string[]> {
  const files = {
    'gate/openapi.yaml': given.gate ?? gate,
    'gate/src/handlers/index.ts': given.registry ?? 'export const handlers = { changePet: passThrough };',
    'pets/openapi.yaml': given.pets ?? pets,
    ...(given.overlay === undefined ? {} : { 'pets/openapi.overlay.yaml': given.overlay }),
  };
  await rm(join(apps, 'pets'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(apps, path)), { recursive: true });
    await writeFile(join(apps, path), text);
  }
  let text = '';
  const context = { workspaceRoot: apps, env: {}, print: (line: string) => (text += line), warn: () => undefined };
  const code = await lint.run([join(apps, 'gate/openapi.yaml'), '--ruleset', 'none', '--json'], context as never);
  const { diagnostics }: { readonly diagnostics: readonly Diagnostic[] } = JSON.parse(text);
  const ours = diagnostics.filter((each) => each.code === 'incompatible-downstream-operation');
  if (ours.length > 0) expect(code).toBe(1);
  for (const { pointer } of ours) expect(pointer).toMatch(/^\/paths\/~1web~1pets~1\{id\}\/put/);
  return ours.map(({ line, message }) =>
    `${line} ${message}`.replace(/\([^()]*pets\/openapi\.yaml:/, '(').replace('changePet goes on to pets: ', ''),
  );
}

const changed = (from: string, to: string, added = ''): Workspace => {
  expect(pets).toContain(from);
  return { pets: pets.replace(from, () => to) + added };
};

describe('an operation that is passed on', () => {
  it.each<[string, Workspace]>([
    ['by contracts that say the same', {}],
    [
      'to a contract that asks for one of two credentials',
      changed(
        'operationId: putPet',
        'operationId: putPet\n      security: [{ A: [], B: [] }, { A: [] }]',
        `\ncomponents: { securitySchemes: { A: { type: http, scheme: basic }, B: { type: http, scheme: bearer } } }\n`,
      ),
    ],
    [
      'to a contract that says the same in other words',
      changed('schema: { type: object, required: [name]', 'schema: { allOf: [{ type: object }], required: [name]'),
    ],
    [
      'to a contract that takes more',
      changed('enum: [name, age] } }\n        - { name: tags', 'enum: [name, age, id] } }\n        - { name: tags'),
    ],
    ['to a contract that answers less', changed('enum: [free, sold] }\n        ', 'const: free }\n        ')],
    [
      'to a contract with an optional parameter more',
      changed(
        '        - { name: sort',
        '        - { name: more, in: query, schema: { type: integer } }\n        - { name: sort',
      ),
    ],
    [
      'to a contract that gives a field more',
      changed('age: { type: integer }', 'age: { type: integer }\n                  born: { type: string }'),
    ],
    [
      'to a contract that takes an optional field more',
      changed(
        'properties: { name: { type: string } } }',
        'properties: { name: { type: string }, nick: { type: string } } }',
      ),
    ],
    [
      'to a contract whose default is not about what the gate says itself',
      {
        gate: gate.replace(
          "        '404': { description: None }",
          "        '401': { description: Who, content: { application/problem+json: {} } }\n        '503': { description: Full, content: { application/problem+json: {} } }\n        default: { description: Bad, content: { application/json: {} } }",
        ),
        pets: pets
          .replace("        '401': { description: Credentials of the gate are refused }\n", '')
          .replace(
            "'500': { description: Broken }",
            'default: { description: Bad, content: { application/json: {} } }',
          ),
      },
    ],
    ['to a path that fills a variable there', { gate: gate.replace('/v1/pets/{id}', '/v1/pets/1') }],
    [
      'to a contract that wants what the gate says itself',
      changed(
        '        - { name: sort',
        '        - { name: Forwarded, in: header, required: true, schema: { type: string } }\n        - { name: sort',
      ),
    ],
    [
      'unless a handler is written',
      {
        ...changed('name: sort', 'name: order, required: true'),
        registry: "import { changePet } from './change-pet.ts';\nexport const handlers = { changePet };",
      },
    ],
  ])('%s has no finding', async (_name, given) => expect(await findings(given)).toEqual([]));

  it.each<[string, Workspace, readonly string[]]>([
    [
      'credentials that no request carries together',
      changed(
        'operationId: putPet',
        'operationId: putPet\n      security: [{ A: [], B: [] }, { C: [], D: [] }]',
        `
components:
  securitySchemes:
    A: { type: http, scheme: basic }
    B: { type: http, scheme: bearer }
    C: { type: apiKey, in: header, name: X-Key }
    D: { type: apiKey, in: header, name: x-key }
`,
      ),
      ['5 that wants the schemes "A" and "B" at once, which both take the header authorization (6)'],
    ],
    [
      'a renamed field',
      changed(
        'required: [name]\n                properties:\n                  name:',
        'required: [title]\n                properties:\n                  title:',
      ),
      [
        '22 response 200 application/json may come from there as the contract here does not allow it at /name, such as {"title":"text"} (21)',
      ],
    ],
    [
      'an optional field under another name',
      changed('age: { type: integer }', 'years: { type: integer }'),
      [
        '22 response 200 application/json may come from there as the contract here does not allow it at /age, such as {"age":null,"name":"text"} (21)',
      ],
    ],
    [
      'another type',
      changed('age: { type: integer }', 'age: { type: string }'),
      [
        '22 response 200 application/json may come from there as the contract here does not allow it at /age, such as {"age":"text","name":"text"} (21)',
      ],
    ],
    [
      'a value more in an answer',
      changed('sold] }\n        ', 'sold, lost] }\n        '),
      [
        '22 response 200 application/json may come from there as the contract here does not allow it at /state, such as {"state":"lost","name":"text"} (21)',
      ],
    ],
    [
      'a narrower enum',
      changed('enum: [name, age] }', 'enum: [name] }'),
      ['11 query parameter sort takes less there, such as "age" (10)'],
    ],
    [
      'a new required parameter',
      changed('name: sort, in: query', 'name: sort, in: query, required: true'),
      ['11 query parameter sort has to be sent there (10)'],
    ],
    [
      'a required parameter under another name',
      changed('name: sort, in: query', 'name: order, in: query, required: true'),
      ['5 query parameter order has to be sent there (10)'],
    ],
    [
      'another type in the path',
      changed(
        'name: pet, in: path, required: true, schema: { type: integer }',
        'name: pet, in: path, required: true, schema: { type: integer, maximum: 9 }',
      ),
      ['10 path parameter id takes less there, such as 10 (9)'],
    ],
    [
      'another style',
      changed('name: tags, in: query', 'name: tags, in: query, explode: false'),
      ['12 query parameter tags is written in another way there, such as ["a","b"] (11)'],
    ],
    [
      'a fault beside a field that is described there alone',
      changed(
        'properties: { name: { type: string } } }',
        'properties: { name: { type: string, maxLength: 3 }, nick: { type: string } } }',
      ),
      ['16 body application/json takes less there at /name, such as {"name":"text"} (15)'],
    ],
    [
      'a required field in the body',
      changed('schema: { type: object, required: [name]', 'schema: { type: object, required: [name, age]'),
      ['16 body application/json takes less there at /age, such as {"name":"text"} (15)'],
    ],
    [
      'another media type of the body',
      changed('application/json:\n            schema: { type', 'application/xml:\n            schema: { type'),
      ['16 body application/json is not taken there (12)'],
    ],
    [
      'a status that is not declared',
      { gate: gate.replace("        '404': { description: None }\n", '') },
      ['5 response 404 comes from there and is not declared here (30)'],
    ],
    [
      'another media type of the answer',
      changed('application/json:\n              schema:\n', 'text/plain:\n              schema:\n'),
      ['19 response 200 text/plain comes from there and is not declared here (21)'],
    ],
    [
      'an answer without content',
      { pets: pets.replace(/ {10}content:\n {12}application\/json:\n {14}schema:\n[\s\S]*?(?= {8}'401')/, '') },
      ['22 response 200 application/json is not what comes from there: it has no content (18)'],
    ],
    [
      'what an overlay changes',
      {
        overlay:
          "overlay: 1.0.0\ninfo: { title: O, version: '1' }\nactions: [{ target: '$.paths.*.put.parameters[1]', update: { required: true } }]\n",
      },
      ['11 query parameter sort has to be sent there (10)'],
    ],
  ])('finds %s', async (_name, given, want) => expect(await findings(given)).toEqual(want));
});
