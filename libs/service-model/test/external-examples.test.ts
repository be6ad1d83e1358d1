import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readServiceModel } from '../src/index.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-external-'));
  await mkdir(join(folder, 'api', 'shared'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(folder, 'api', 'link.txt'));
  await writeFile(join(folder, 'api', 'pet.json'), '{ "name": "Rex" }\n');
  await writeFile(join(folder, 'api', 'note.txt'), 'hello');
  await writeFile(join(folder, 'api', 'octets.bin'), Uint8Array.from([0xff, 0x00]));
  await writeFile(join(folder, 'api', 'shared', 'tom.json'), '{"name":"Tom"}');
  await writeFile(join(folder, 'api', 'shared', 'examples.yaml'), 'Tom: { externalValue: tom.json }\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(example: string, version = '3.1.0') {
  const file = join(folder, 'api', 'openapi.yaml');
  await writeFile(
    file,
    `openapi: ${version}
info: { title: T, version: '1' }
paths:
  /a:
    get:
      responses: { '200': { description: OK, content: { '*/*': { examples: { one: ${example} } } } } }
`,
  );
  const { model, diagnostics, files } = await readServiceModel(file);
  const shown = model?.operations[0]?.responses[0]?.content[0]?.examples[0];
  return {
    shown,
    findings: diagnostics.map(({ code, line, severity }) => `${severity} ${code} ${line}`),
    files,
    model,
  };
}

describe('an externalValue', () => {
  it.each([
    ['JSON', '{ externalValue: pet.json }', '3.1.0', { name: 'one', value: { name: 'Rex' } }],
    [
      'JSON, its text in 3.2',
      '{ externalValue: ./pet.json }',
      '3.2.0',
      { name: 'one', serializedValue: '{ "name": "Rex" }\n' },
    ],
    ['text', '{ summary: S, externalValue: note.txt }', '3.1.0', { name: 'one', summary: 'S', value: 'hello' }],
    ['octets', '{ externalValue: octets.bin }', '3.1.0', { name: 'one', octets: '/wA=' }],
    [
      'octets in the contract itself',
      "{ externalValue: 'data:image/png;base64,/wA=' }",
      '3.1.0',
      { name: 'one', octets: '/wA=' },
    ],
    [
      'a file beside the file that names it',
      "{ $ref: 'shared/examples.yaml#/Tom' }",
      '3.1.0',
      { name: 'one', value: { name: 'Tom' } },
    ],
  ])('is read: %s', async (_name, example, version, want) => {
    const { shown, findings } = await read(example, version);
    expect([shown, findings]).toEqual([want, []]);
  });

  it('is part of the bundled document, and its file of those that were read', async () => {
    const { model, files } = await read('{ externalValue: pet.json }');
    expect(JSON.stringify(model?.document)).toContain('{"value":{"name":"Rex"}}');
    expect(files).toContain(join(folder, 'api', 'pet.json'));
  });

  it.each([
    ['on a network', 'https://example.com/pet.json', 'remote-reference'],
    ['that is not there', 'none.json', 'unresolved-reference'],
    ['outside the folder of the contract', '../secret.txt', 'unresolved-reference'],
    ['that is a link to the outside', 'link.txt', 'unresolved-reference'],
  ])('%s is passed over with a finding', async (_name, address, code) => {
    const { shown, findings } = await read(`{ externalValue: '${address}' }`);
    expect([shown, findings]).toEqual([{ name: 'one', externalValue: address }, [`warning ${code} 6`]]);
  });
});
