import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findContracts } from './find-contracts.ts';

const files: Readonly<Record<string, string>> = {
  'pets.yaml': 'openapi: 3.1.0\npaths:\n  /a: { $ref: parts/a.yaml }\n',
  'parts/a.yaml': 'get: { responses: {} }\n',
  'parts/whole.yaml': 'openapi: 3.0.0\ninfo: {}\npaths: {}\n',
  'refers.json': '{ "paths": { "/b": { "$ref": "parts/whole.yaml#/paths/~1b" } }, "swagger": "2.0" }',
  'nested.json': '{ "example": { "openapi": "3.1.0" } }',
  'broken.json': '{ "openapi": "3.1.0", ',
  'quoted.yml': '# a comment\n"swagger": "2.0"\n',
  'indented.yaml': 'x:\n  openapi: 3.1.0\n',
  'one/openapi.yaml': "openapi: '3.2.0'\npaths:\n  /a: { $ref: ../two/openapi.yaml#/paths/~1a }\n",
  'two/openapi.yaml': "openapi: '3.2.0'\npaths:\n  /b: { $ref: ../one/openapi.yaml#/paths/~1b }\n",
  'My Shop.V2.yaml': 'openapi: 3.0.3\n',
  'my-shop-v2.yaml': 'openapi: 3.0.3\n',
  'node_modules/pkg/openapi.yaml': 'openapi: 3.0.3\n',
  'notes.md': 'openapi: 3.0.3\n',
};

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-contracts-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
});

afterAll(() => rm(folder, { recursive: true }));

it('finds the documents of a folder that no other refers to, each under a name that a service can have', () => {
  const found = findContracts([folder], folder);
  expect(found.map(({ shown, name }) => [shown, name])).toEqual([
    ['My Shop.V2.yaml', 'my-shop-v2'],
    ['broken.json', 'broken'],
    ['my-shop-v2.yaml', 'my-shop-v2-2'],
    ['one/openapi.yaml', 'one'],
    ['pets.yaml', 'pets'],
    ['quoted.yml', 'quoted'],
    ['refers.json', 'refers'],
  ]);
});

it('takes a file that is named, whatever it looks like', () => {
  const [found] = findContracts([join(folder, 'parts/a.yaml')], folder);
  expect(found).toMatchObject({ shown: 'parts/a.yaml', name: 'a' });
});
