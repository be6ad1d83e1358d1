import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, type ReadResult, readServiceModel } from '../src/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remotes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** A contract whose one response has the schema given. */
function contract(schema: string, head = 'openapi: 3.1.0'): string {
  return `${head}
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: ${schema}
`;
}

interface Copy {
  readonly url: string;
  readonly file: string;
  readonly text: string;
  readonly redirectedTo?: string;
}

/** Writes a contract, copies of remote documents and their lock file. */
function lock(text: string, copies: readonly Copy[]): string {
  const references = copies.map(({ url, file, text: copy, redirectedTo }) => {
    write(file, copy);
    return [url, { sha256: hashOf(Buffer.from(copy)), file, ...(redirectedTo === undefined ? {} : { redirectedTo }) }];
  });
  write('openapi.lock.json', JSON.stringify({ references: Object.fromEntries(references) }));
  return write('openapi.yaml', text);
}

const pets: Copy = {
  url: 'https://example.org/schemas/pets.yaml',
  file: 'openapi.remotes/pets.yaml',
  text: 'Pet:\n  type: object\n  properties:\n    tag: { $ref: "tags/tag.json" }\n    self: { $ref: "#/Pet" }\n',
};
const tag: Copy = {
  url: 'https://example.org/schemas/tags/tag.json',
  file: 'openapi.remotes/tag.json',
  text: '{ "type": "string" }',
};

const petSchema = { $ref: '#/components/schemas/Pet' };
const schemaOf = ({ model }: ReadResult) => model?.operations[0]?.responses[0]?.content[0]?.schema;
const findingsOf = ({ diagnostics }: ReadResult) =>
  diagnostics.map(({ severity, code, line, message }) => `${severity} ${code} ${line} ${message}`);

describe('a reference to a network', () => {
  const reference = "{ $ref: 'https://example.org/schemas/pets.yaml#/Pet' }";

  it('is read from its locked copy, and references in the copy count from its URL', async () => {
    const file = lock(contract(reference), [pets, tag]);
    const result = await readServiceModel(file);
    expect(findingsOf(result)).toEqual([]);
    expect(schemaOf(result)).toEqual(petSchema);
    expect(result.model?.schemas).toEqual({
      Pet: { type: 'object', properties: { tag: { $ref: '#/components/schemas/tag' }, self: petSchema } },
      tag: { type: 'string' },
    });
    expect(result.files).toEqual(
      ['openapi.yaml', 'openapi.lock.json', pets.file, tag.file].map((name) => join(folder, name)),
    );
  });

  it('counts from where redirections led when the copy was made', async () => {
    const moved = { ...pets, url: 'https://old.example/p', redirectedTo: pets.url };
    const file = lock(contract("{ $ref: 'https://old.example/p#/Pet' }"), [moved, tag]);
    const result = await readServiceModel(file);
    expect(findingsOf(result)).toEqual([]);
    expect(result.model?.schemas.tag).toEqual({ type: 'string' });
  });

  it('names the copy in what is wrong there', async () => {
    const file = lock(contract(reference), [{ ...pets, text: 'Pet:\n  typ: object\n' }]);
    const { diagnostics } = await readServiceModel(file);
    expect(diagnostics).toMatchObject([
      { code: 'foreign-keyword', file: join(folder, pets.file), line: 2, pointer: '/Pet/typ' },
    ]);
  });

  it.each([
    ['there is no lock file', () => write('openapi.yaml', contract(reference)), 'there is no lock file'],
    ['it is not in the lock file', () => lock(contract(reference), [tag]), 'pets.yaml is not in '],
    [
      'the copy is missing',
      () => {
        const file = lock(contract(reference), [pets]);
        rmSync(join(folder, pets.file));
        return file;
      },
      'its copy is missing: There is no file ',
    ],
    [
      'the copy has changed',
      () => {
        const file = lock(contract(reference), [pets]);
        write(pets.file, `${pets.text}# changed\n`);
        return file;
      },
      'is not the one that was locked: the hash differs',
    ],
  ])('is an error where it stands when %s, with the command that mends it', async (_name, prepare, problem) => {
    const file = prepare();
    const { model, diagnostics } = await readServiceModel(file);
    expect(model).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { severity: 'error', code: 'remote-reference', file, line: 11, message: expect.stringContaining(problem) },
    ]);
    expect(diagnostics[0]?.hint).toContain(`npx brrt lock ${file} --allow example.org`);
  });

  it.each([
    ['no object', '[]'],
    ['no references', '{}'],
    ['an entry of another kind', '{ "references": { "https://example.org/schemas/pets.yaml": 5 } }'],
    ['no hash', '{ "references": { "https://example.org/schemas/pets.yaml": { "sha256": "abc", "file": "a" } } }'],
    [
      'a copy outside of the folder',
      `{ "references": { "https://example.org/schemas/pets.yaml": { "sha256": "${'a'.repeat(64)}", "file": "../a" } } }`,
    ],
    [
      'an absolute copy',
      `{ "references": { "https://example.org/schemas/pets.yaml": { "sha256": "${'a'.repeat(64)}", "file": "/etc/hostname" } } }`,
    ],
  ])('is refused with a lock file that has %s', async (_name, text) => {
    const file = write('openapi.yaml', contract(reference));
    write('openapi.lock.json', text);
    const { diagnostics } = await readServiceModel(file);
    expect(diagnostics.map(({ code, file: place }) => `${code} ${place}`)).toEqual([
      `malformed-lock ${join(folder, 'openapi.lock.json')}`,
      `remote-reference ${file}`,
    ]);
  });

  it('that nothing needs is left out with a warning', async () => {
    const file = write(
      'openapi.yaml',
      `${contract('true')}components: { schemas: { Unused: { $ref: 'https://example.org/a.yaml' } } }\n`,
    );
    expect(findingsOf(await readServiceModel(file))).toEqual([
      'warning remote-reference 12 The component "Unused" leads to a network, from which nothing is fetched',
    ]);
  });

  it.each([
    ['file:///etc/hostname', /neither a file beside this one nor http/],
    ['urn:example:pet', /neither a file beside this one nor http/],
    ['ftp://example.org/pet.yaml', /neither a file beside this one nor http/],
  ])('to %s is none', async (url, message) => {
    const { diagnostics } = await readServiceModel(write('openapi.yaml', contract(`{ $ref: '${url}' }`)));
    expect(diagnostics).toMatchObject([{ code: 'unsupported-reference', message: expect.stringMatching(message) }]);
  });

  it('never leads from a copy to a file of this machine', async () => {
    write('secret.yaml', 'type: string\n');
    const copy = {
      ...pets,
      text: `Pet: { $ref: '${`file://${folder}/secret.yaml`}' }\nOther: { $ref: '../secret.yaml' }\n`,
    };
    const file = lock(contract(reference), [copy]);
    expect(findingsOf(await readServiceModel(file))).toEqual([
      expect.stringMatching(/^error unsupported-reference 1 /),
    ]);
    const other = lock(contract(reference.replace('/Pet', '/Other')), [copy]);
    expect(findingsOf(await readServiceModel(other))).toEqual([
      expect.stringMatching(/^error remote-reference 2 .*https:\/\/example\.org\/secret\.yaml is not in /),
    ]);
  });
});

describe('$self (OpenAPI 3.2)', () => {
  const head = (self: string): string => `openapi: 3.2.0\n$self: ${self}`;

  it('is the address from which references count', async () => {
    const file = lock(contract("{ $ref: 'schemas/pets.yaml#/Pet' }", head('https://example.org/openapi.yaml')), [
      pets,
      tag,
    ]);
    const result = await readServiceModel(file);
    expect(findingsOf(result)).toEqual([]);
    expect(schemaOf(result)).toEqual(petSchema);
  });

  it('is a name by which a document is known, wherever it lies', async () => {
    write(
      'local/pets.yaml',
      'openapi: 3.2.0\n$self: https://example.org/pets\ncomponents: { schemas: { Pet: { type: string } } }\n',
    );
    const schema =
      "{ anyOf: [{ $ref: 'https://example.org/pets#/components/schemas/Pet' }, { $ref: 'local/pets.yaml#/components/schemas/Pet' }] }";
    const result = await readServiceModel(
      write('openapi.yaml', contract(schema, head('https://example.org/openapi.yaml'))),
    );
    expect(findingsOf(result)).toEqual([]);
    expect(schemaOf(result)).toEqual({ anyOf: [petSchema, petSchema] });
  });

  it('may lead back to the document itself', async () => {
    const text = `${contract("{ $ref: 'https://example.org/openapi.yaml#/components/schemas/Pet' }", head('https://example.org/openapi.yaml'))}components: { schemas: { Pet: { type: string } } }\n`;
    const result = await readServiceModel(write('openapi.yaml', text));
    expect(findingsOf(result)).toEqual([]);
    expect(schemaOf(result)).toEqual(petSchema);
  });

  it('that is relative counts from where the document lies', async () => {
    write('v2/pet.yaml', 'type: string\n');
    const result = await readServiceModel(
      write('openapi.yaml', contract("{ $ref: 'pet.yaml' }", head('v2/openapi.yaml'))),
    );
    expect(findingsOf(result)).toEqual([]);
    expect(result.model?.schemas).toEqual({ pet: { type: 'string' } });
  });

  it.each([
    ['https://example.org/a#b', 'a fragment'],
    ["'https://a b/'", 'no URI'],
  ])('must be a URI without fragment: %s', async (self) => {
    const result = await readServiceModel(write('openapi.yaml', contract('true', head(self))));
    expect(findingsOf(result)).toEqual([expect.stringMatching(/^warning invalid-self 2 /)]);
  });
});
