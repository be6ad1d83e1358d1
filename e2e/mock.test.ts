import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFreePort } from './support/free-port.ts';
import { runProgram, startProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

const brrt = join(workspaceRoot, 'tools/generators/bin/brrt.cjs');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-mock-'));
  const text = `
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: OK, content: { application/json: { example: [Rex] } } } }
`;
  await writeFile(join(folder, 'openapi.yaml'), text);
  await writeFile(join(folder, 'broken.yaml'), 'openapi: [');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it('answers from a contract in any folder, until it is told to end', async () => {
  const port = await findFreePort();
  await using mock = startProgram(process.execPath, [brrt, 'mock', 'openapi.yaml', '--port', String(port)], {
    cwd: folder,
  });
  await mock.printed(/Ctrl-C ends it/);
  const answer = await fetch(`http://127.0.0.1:${port}/pets`);
  expect([answer.status, await answer.json()]).toEqual([200, ['Rex']]);
  await mock.printed(/GET \/pets → 200 \(example\)/);
  expect(await mock.terminate()).toBe(0);
});

it.each([
  ['broken.yaml', [], 1, /broken\.yaml cannot be read: 1 error/],
  ['none.yaml', [], 2, /there is no file none\.yaml/],
  ['openapi.yaml', ['--port', '70000'], 2, /--port has to be a whole number/],
  ['openapi.yaml', ['--sede', '1'], 2, /--sede/],
])('says what is wrong with %s %j', async (spec, options, code, want) => {
  const run = await runProgram(process.execPath, [brrt, 'mock', spec, ...options], { cwd: folder });
  expect([run.code, run.output]).toEqual([code, expect.stringMatching(want)]);
});
