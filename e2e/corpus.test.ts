import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

/** What `--json` prints, as far as it is looked at here. */
interface Report {
  readonly contracts: readonly {
    readonly contract: { readonly name: string };
    readonly failures: readonly unknown[];
  }[];
  readonly ran: number;
  readonly total: number;
}

const broken = `
openapi: 3.1.0
info: { title: Broken, version: '1' }
paths:
  /a: { get: { operationId: impossible, responses: { '200': { description: a, content: { application/json: { schema: false } } } } } }
  /b: { get: { operationId: possible, responses: { '204': { description: b } } } }
`;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-corpus-'));
  await writeFile(join(folder, 'broken.yaml'), broken);
});

afterAll(() => rm(folder, { recursive: true }));

const corpus = (...args: readonly string[]) =>
  runProgram(process.execPath, ['corpus/main.ts', ...args], { cwd: workspaceRoot });

it('the contracts of this repository run', async () => {
  const { code, output } = await corpus('apps', 'libs/service-model/testdata/valid', '--json');
  const { contracts, ran, total }: Report = JSON.parse(output);
  expect(contracts.flatMap(({ failures }) => failures)).toEqual([]);
  expect([code, ran]).toEqual([0, total]);
  expect(contracts.find(({ contract }) => contract.name === 'petstore')).toMatchObject({
    version: '3.2.0',
    operations: 44,
    costs: { call: { wallSeconds: expect.any(Number) } },
  });
});

it('a contract that does not run is told with operation, step and reason', async () => {
  const { code, output } = await corpus(folder);
  expect(code).toBe(1);
  expect(output).toMatch(/ {2}call, GET \/a: with .*: 501 ERR_NOT_IMPLEMENTED/);
  expect(output).not.toContain('GET /b');
  expect(output).toMatch(/\n0 of 1 contracts run\n$/);
});
