import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from './support/free-port.ts';
import { type RunningProgram, runProgram, startProgram } from './support/running-program.ts';
import { saveInBurst, waysToSave } from './support/ways-to-save.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

const brrt = join(workspaceRoot, 'tools/generators/bin/brrt.cjs');
const patience = { timeout: 15_000 };
let folder = '';

const contract = (title: string, more = ''): string => `openapi: 3.1.0
info: { title: ${title}, version: '1' }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      security: [{ Key: [] }]
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: ./schemas.yaml#/Pet } } } }
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: OK, content: { application/json: { example: [Rex] } } } }
${more}components:
  securitySchemes: { Key: { type: apiKey, in: header, name: X-Key } }
`;
const schemas = (more = ''): string =>
  `Pet: { type: object, required: [name], additionalProperties: false, properties: { name: { type: string }${more} } }\n`;
const handler = (name: string): string => `import { next } from './shared/counter.ts';
export const getPet = ({ path }: { path: { id: number } }): object => ({
  status: 200,
  body: { name: \`${name} \${path.id} \${next()}\` },
});
`;
const save = async (file: string, text: string): Promise<void> => {
  await mkdir(join(folder, file, '..'), { recursive: true });
  await writeFile(join(folder, file), text);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brrt-serve-'));
  await save('pets.yaml', contract('First'));
  await save('schemas.yaml', schemas());
  await save('handlers/shared/counter.ts', 'let count = 0;\nexport const next = (): number => ++count;\n');
  await save('handlers/get-pet.ts', handler('Rex'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Served extends AsyncDisposable {
  readonly program: RunningProgram;
  ask(path: string, headers?: Readonly<Record<string, string>>): Promise<string>;
}

async function serve(...options: readonly string[]): Promise<Served> {
  const port = await findFreePort();
  const args = [brrt, 'serve', 'pets.yaml', '--port', String(port), ...options];
  const program = startProgram(process.execPath, args, { cwd: folder, env: { LOG_LEVEL: 'error' } });
  await program.printed(/"type":"ready"|pets is ready/);
  return {
    program,
    async ask(path, headers = { 'x-key': 'any' }) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      return `${response.status} ${await response.text()}`;
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

describe('a contract that is served with handlers and without a workspace', () => {
  let served: Served;

  beforeAll(async () => {
    served = await serve('--handlers', 'handlers');
  });
  afterAll(() => served?.[Symbol.asyncDispose]());

  const title = async (): Promise<string | undefined> =>
    /"title":\s*"([^"]*)"/.exec(await served.ask('/openapi.json'))?.[1];

  it('is a service: handlers, examples, checks, security and its own pages', async () => {
    expect(await served.ask('/pets/7')).toBe('200 {"name":"Rex 7 1"}');
    expect(await served.ask('/pets')).toBe('200 ["Rex"]');
    expect(await served.ask('/pets/seven')).toMatch(/^400 /);
    expect(await served.ask('/pets/7', {})).toMatch(/^401 /);
    expect(await served.ask('/metrics')).toMatch(/^200 [\s\S]*http_server_request_duration_seconds/);
    for (const page of ['/health', '/ready', '/docs', '/openapi.yaml']) expect(await served.ask(page)).toMatch(/^200 /);
  });

  it.each(Object.entries(waysToSave))('takes up contract and handler that were saved %s', async (way, save) => {
    await save(join(folder, 'pets.yaml'), contract(`'${way}'`));
    await expect.poll(title, patience).toBe(way);
    await save(join(folder, 'handlers/get-pet.ts'), handler(way));
    await expect.poll(() => served.ask('/pets/1'), patience).toContain(`"${way} 1 `);
    expect(served.program.output()).not.toMatch(/error|goes on as it was|starts again/);
  });

  it('keeps what modules remember that are not made of what was saved', async () => {
    const before = Number(/(\d+)"/.exec(await served.ask('/pets/1'))?.[1]);
    expect(before).toBeGreaterThan(2);
    await save('handlers/get-pet.ts', handler('Ada'));
    await expect.poll(() => served.ask('/pets/1'), patience).toContain('"Ada 1 ');
    expect(Number(/(\d+)"/.exec(await served.ask('/pets/1'))?.[1])).toBeGreaterThan(before);
    await save('handlers/shared/counter.ts', 'let count = 100;\nexport const next = (): number => ++count;\n');
    await expect.poll(() => served.ask('/pets/1'), patience).toMatch(/"Ada 1 10\d"/);
  });

  it('serves what was saved last', async () => {
    await saveInBurst(join(folder, 'pets.yaml'), (round) => contract(`Round ${round}`));
    await expect.poll(title, patience).toBe('Round 20');
    await saveInBurst(join(folder, 'handlers/get-pet.ts'), (round) => handler(`Round ${round}`));
    await expect.poll(() => served.ask('/pets/1'), patience).toContain('"Round 20 1 ');
    expect(served.program.output()).not.toMatch(/error|goes on as it was|starts again/);
  });

  it('goes on while the contract is broken, says where, and takes up code with the mended one', async () => {
    await save('schemas.yaml', 'Pet: { type: object\n');
    await served.program.printed(/error schemas\.yaml:\d+:\d+ [\s\S]*pets goes on with the contract as it was/);
    await save('handlers/get-pet.ts', handler('Late'));
    await served.program.printed(/pets takes it up when its contract is mended/);
    expect(await served.ask('/pets/1')).toContain('"Round 20 1 ');
    await save('schemas.yaml', schemas(', age: { type: integer }'));
    await expect.poll(() => served.ask('/pets/1'), patience).toContain('"Late 1 ');
    expect(await served.ask('/openapi.json')).toContain('"age"');
  });

  it('says which operation a file may mean that names none, and goes on', async () => {
    await save('handlers/get-pets.js', 'export default () => ({ status: 200 });\n');
    await served.program.printed(/handlers\/get-pets\.js: there is no operation get-pets; did you mean getPet\.js\?/);
    expect(await served.ask('/pets/1')).toContain('"Late 1 ');
    await rm(join(folder, 'handlers/get-pets.js'));
    await save('handlers/listPets.mjs', "export default () => ({ status: 200, body: ['Eva'] });\n");
    await expect.poll(() => served.ask('/pets'), patience).toBe('200 ["Eva"]');
    await rm(join(folder, 'handlers/listPets.mjs'));
    await expect.poll(() => served.ask('/pets'), patience).toBe('200 ["Rex"]');
  });
});

it('takes configuration, tells everything as JSON, and says what a saved configuration does', async () => {
  await save('settings.yaml', 'security: { api_keys: { Key: { key: secret-of-pets } } }\n');
  await using served = await serve('--config', 'settings.yaml', '--json');
  expect(await served.ask('/pets/1', { 'x-key': 'any' })).toMatch(/^401 /);
  expect(await served.ask('/pets/1', { 'x-key': 'secret-of-pets' })).toMatch(/^200 /);
  await save('settings.yaml', 'security: { api_keys: { Key: { key: another-secret } } }\n');
  await expect.poll(() => served.ask('/pets/1', { 'x-key': 'another-secret' }), patience).toMatch(/^200 /);
  await save('settings.yaml', 'security: { api_kys: {} }\n');
  await served.program.printed(/api_kys[\s\S]*api_keys[\s\S]*goes on as it was/);
  await save('settings.yaml', 'http: { max_headers: 50 }\n');
  await served.program.printed(/pets starts again: http belongs to the process/);
  await expect.poll(() => served.ask('/pets/1').catch(() => ''), patience).toMatch(/^200 /);
  expect(await served.program.terminate()).toBe(0);
  const lines = served.program.output().split('\n');
  const told = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).type);
  expect(told).toEqual(expect.arrayContaining(['started', 'ready', 'changed', 'exited']));
  const outside = lines.filter((line) => line !== '' && !line.startsWith('{'));
  expect(outside.filter((line) => !served.program.errors().includes(line))).toEqual([]);
});

it.each([
  ['a file that is not there', ['none.yaml'], {}, 2, /there is no file none\.yaml/],
  ['a folder that is not there', ['pets.yaml', '--handlers', 'none'], {}, 2, /--handlers: there is no folder none/],
  ['handlers for an app', ['petstore', '--handlers', 'handlers'], {}, 2, /--handlers goes with a contract/],
  ['production', ['pets.yaml'], { NODE_ENV: 'production' }, 2, /served for development/],
  ['a contract that is broken', ['broken.yaml'], {}, 1, /broken\.yaml:1:\d+/],
])('refuses %s', async (_name, args, env, code, want) => {
  await save('broken.yaml', 'openapi: 3.1.0\n');
  const run = await runProgram(process.execPath, [brrt, 'serve', ...args], { cwd: folder, env });
  expect([run.code, run.output]).toEqual([code, expect.stringMatching(want)]);
});
