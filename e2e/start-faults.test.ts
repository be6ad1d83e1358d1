import { once } from 'node:events';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../tools/generators/src/build/build-app.ts';
import { findApp } from '../tools/generators/src/cli/app-folder.ts';
import { findFreePort } from './support/free-port.ts';
import { runProgram } from './support/running-program.ts';
import { copyWorkspace, type WorkspaceCopy } from './support/workspace-copy.ts';

let copy: WorkspaceCopy;
let app = '';
let built = '';
let taken: Server;
let takenPort = 0;

beforeAll(async () => {
  copy = await copyWorkspace();
  app = join(copy.root, 'apps/petstore');
  const { folder } = await buildApp(copy.root, findApp(copy.root, 'petstore'));
  built = join(copy.root, folder);
  takenPort = await findFreePort();
  taken = createServer().listen(takenPort, '127.0.0.1');
  await once(taken, 'listening');
});

afterAll(async () => {
  taken.close();
  await copy[Symbol.asyncDispose]();
});

interface Fault {
  readonly env?: () => Readonly<Record<string, string>>;
  /** Lines that `config.yaml` gains. */
  readonly config?: string;
  /** All that is printed, `{config}` and `{port}` filled in. */
  readonly message: string;
}

const faults: readonly (readonly [string, Fault])[] = [
  [
    'a key that nobody knows',
    {
      config: 'htpp: { max_requests: 5 }\n',
      message: 'The configuration has 1 mistake:\n  {config}:{line} htpp: unknown key (did you mean http?)',
    },
  ],
  [
    'a value of the wrong kind, deep inside',
    {
      config: 'compression: { enabled: maybe }\n',
      message: 'The configuration has 1 mistake:\n  {config}:{line} compression.enabled: has to be true or false',
    },
  ],
  [
    'a variable of the environment',
    {
      env: () => ({ LOG_LEVEL: 'inof' }),
      message:
        'The configuration has 1 mistake:\n  environment LOG_LEVEL: has to be one of ' +
        'trace, debug, info, warn, error, fatal, silent (did you mean info?)',
    },
  ],
  [
    'a port that is taken',
    {
      env: () => ({ PORT: String(takenPort) }),
      message:
        'port {port} is taken: something else listens on 127.0.0.1:{port}; ' +
        'set another `port` or `host` in config.yaml, or PORT',
    },
  ],
];

describe.each([
  ['node src/main.ts', () => ({ folder: app, main: 'src/main.ts' })],
  ['the built main.mjs', () => ({ folder: built, main: 'main.mjs' })],
])('%s', (_name, place) => {
  it.each(faults)('prints one message and ends with 1: %s', async (_what, { env, config, message }) => {
    const { folder, main } = place();
    const file = join(folder, 'config.yaml');
    const before = await readFile(file, 'utf8');
    await writeFile(file, before + (config ?? ''));
    const { code, errors } = await runProgram(process.execPath, [main], { cwd: folder, env: env?.() ?? {} });
    await writeFile(file, before);
    const line = String(before.split('\n').length);
    const want = message
      .replaceAll('{config}', file)
      .replaceAll('{line}', line)
      .replaceAll('{port}', String(takenPort));
    expect({ code, errors }).toEqual({ code: 1, errors: `${want}\n` });
  });

  it('lists the variables that production lacks, without a stack', async () => {
    const { folder, main } = place();
    const env = { NODE_ENV: 'production' };
    const { code, errors } = await runProgram(process.execPath, [main], { cwd: folder, env });
    expect(code).toBe(1);
    expect(errors).toMatch(/^The configuration has \d+ mistakes:\n/);
    expect(errors).toContain('needs the environment variable PETSTORE_API_KEY, which is not set');
    expect(errors).not.toMatch(/^ +at /m);
  });

  it('lists the schemes without configuration in production, without a stack', async () => {
    const { folder, main } = place();
    await rm(join(folder, 'config.production.yaml'));
    const { code, errors } = await runProgram(process.execPath, [main], {
      cwd: folder,
      env: { NODE_ENV: 'production' },
    });
    expect(code).toBe(1);
    expect(errors).toMatch(/^Security cannot be set up:\n/);
    expect(errors).toContain('ApiKeyHeader');
    expect(errors).not.toMatch(/^ +at /m);
  });

  it('keeps the stack of a fault that nobody foresaw', async () => {
    const { folder, main } = place();
    const file = join(folder, 'config.yaml');
    const before = await readFile(file, 'utf8');
    const database = `database: { file: ${join(folder, 'no-such-folder', 'pets.db')} }\n`;
    await writeFile(file, before.replace(/^database:.*\n(?: .*\n)*/m, '') + database);
    const { code, errors } = await runProgram(process.execPath, [main], { cwd: folder });
    await writeFile(file, before);
    expect(code).toBe(1);
    expect(errors).toContain('unable to open database file');
    expect(errors).toMatch(/^ +at /m);
  });
});

describe('in development', () => {
  it.each([
    ['missing', async (file: string) => rm(file), /^The contract cannot be read:\n.*openapi\.yaml/],
    [
      'broken',
      async (file: string) => writeFile(file, 'openapi: 3.1.0\ninfo: { title: Broken, version: "1" }\npaths: 7\n'),
      /^The contract cannot be read:\n.*openapi\.yaml:3/,
    ],
  ])('a contract that is %s is one message', async (_name, spoil, message) => {
    const file = join(app, 'openapi.yaml');
    const kept = join(copy.root, 'kept.yaml');
    await cp(file, kept);
    await spoil(file);
    const { code, errors } = await runProgram(process.execPath, ['src/main.ts'], { cwd: app });
    await cp(kept, file);
    expect(code).toBe(1);
    expect(errors).toMatch(message);
    expect(errors).not.toMatch(/^ +at /m);
  });

  it('npm start prints the message of the app that cannot start, and ends', async () => {
    const file = join(app, 'config.yaml');
    const before = await readFile(file, 'utf8');
    await writeFile(file, `${before}htpp: { max_requests: 5 }\n`);
    const { code, output } = await runProgram('npm', ['start'], { cwd: copy.root });
    await writeFile(file, before);
    expect(code).toBe(1);
    expect(output).toMatch(/petstore +\| The configuration has 1 mistake:\n/);
    expect(output).toMatch(/petstore +\| {3}\S+config\.yaml:\d+ htpp: unknown key \(did you mean http\?\)\n/);
    expect(output).toContain('petstore ended with code 1; everything stops');
    expect(output).not.toMatch(/^(?:\S+ +\|)? +at /m);
  });

  it('nx serve does not succeed when the port is taken', async () => {
    const options = { cwd: copy.root, env: { PORT: String(takenPort) } };
    const { code, output, errors } = await runProgram('npx', ['nx', 'serve', 'petstore'], options);
    expect(output + errors).toContain(`port ${takenPort} is taken`);
    expect(output + errors).not.toContain('Successfully ran');
    expect(code).toBe(130);
  });
});
