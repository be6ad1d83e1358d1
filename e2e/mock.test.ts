import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from './support/free-port.ts';
import { type RunningProgram, runProgram, startProgram } from './support/running-program.ts';
import { saveInBurst, waysToSave } from './support/ways-to-save.ts';
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

describe('a contract of several files that is saved while it is mocked', () => {
  const patience = { timeout: 10_000 };
  let mock: RunningProgram;
  let url = '';
  let home = '';

  const contract = (title: string, path = './parts/pets.yaml'): string => `openapi: 3.1.0
info: { title: ${title}, version: '1' }
paths:
  /pets: { $ref: '${path}' }
`;
  const part = (pet: string): string => `get:
  operationId: listPets
  responses: { '200': { description: OK, content: { application/json: { example: [${pet}] } } } }
`;
  const save = (file: string, text: string): Promise<void> => writeFile(join(home, file), text);
  const title = async (): Promise<string | undefined> =>
    /"title":\s*"([^"]*)"/.exec(await (await fetch(`${url}/openapi.json`)).text())?.[1];
  const pets = async (): Promise<string> => {
    const response = await fetch(`${url}/pets`);
    return `${response.status} ${await response.text()}`;
  };

  beforeAll(async () => {
    home = join(folder, 'live');
    await mkdir(join(home, 'parts'), { recursive: true });
    await save('openapi.yaml', contract('First'));
    await save('parts/pets.yaml', part('Rex'));
    const port = await findFreePort();
    url = `http://127.0.0.1:${port}`;
    mock = startProgram(process.execPath, [brrt, 'mock', 'openapi.yaml', '--port', String(port)], { cwd: home });
    await mock.printed(/Ctrl-C ends it/);
  });

  afterAll(() => mock?.[Symbol.asyncDispose]());

  it.each(Object.entries(waysToSave))('is served when it was saved %s', async (way, save) => {
    await save(join(home, 'openapi.yaml'), contract(`'${way}'`));
    await expect.poll(title, patience).toBe(way);
    await save(join(home, 'parts/pets.yaml'), part(`'${way}'`));
    await expect.poll(pets, patience).toBe(`200 ["${way}"]`);
    expect(mock.errors()).toBe('');
  });

  it('is served as it was saved last', async () => {
    await saveInBurst(join(home, 'openapi.yaml'), (round) => contract(`Round ${round}`));
    await expect.poll(title, patience).toBe('Round 20');
    expect(mock.errors()).toBe('');
  });

  it('is not served while it is broken: what was goes on, and the place is said', async () => {
    await save('parts/pets.yaml', 'get: { operationId: listPets, responses: [ }\n');
    await mock.printed(/error parts\/pets\.yaml:1:\d+ .*\n(?:.*\n)*.*goes on with the contract as it was/);
    expect(await pets()).toMatch(/^200 /);
    await save('parts/pets.yaml', part('Mended'));
    await expect.poll(pets, patience).toBe('200 ["Mended"]');
  });

  it('follows files that are renamed, that come, and that go', async () => {
    await rename(join(home, 'parts/pets.yaml'), join(home, 'parts/animals.yaml'));
    await mock.printed(/openapi\.yaml:4:\d+ .*There is no file \S*parts\/pets\.yaml/);
    await save('openapi.yaml', contract('Renamed', './parts/animals.yaml'));
    await expect.poll(title, patience).toBe('Renamed');
    await save('openapi.yaml', contract('Elsewhere', './more/deep/pets.yaml'));
    await mock.printed(/There is no file \S*more\/deep\/pets\.yaml/);
    await mkdir(join(home, 'more/deep'), { recursive: true });
    await save('more/deep/pets.yaml', part('Deep'));
    await expect.poll(pets, patience).toBe('200 ["Deep"]');
    await save('more/deep/pets.yaml', part('Deeper'));
    await expect.poll(pets, patience).toBe('200 ["Deeper"]');
  });
});
