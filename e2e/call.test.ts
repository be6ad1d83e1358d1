import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalApp, startApp } from './support/local-apps.ts';
import { runProgram } from './support/running-program.ts';
import { workspaceRoot } from './support/workspace-copy.ts';

let petstore: LocalApp;

beforeAll(async () => {
  petstore = await startApp('petstore');
});
afterAll(() => petstore.stop());

const brrt = (...args: readonly string[]) =>
  runProgram(process.execPath, ['tools/generators/src/cli/main.ts', ...args], { cwd: workspaceRoot });
const call = (...args: readonly string[]) => brrt('call', 'petstore', ...args, '--url', petstore.url);

describe('brrt call', () => {
  it('sends parameters and the key of development, and shows status, headers and body', async () => {
    const { code, output } = await call('list_pets', '--limit', '1', '--tags', 'trained', '--tags', 'friendly');
    expect(code, output).toBe(0);
    expect(output).toMatch(/^GET http.*\/pets\?limit=1&tags=trained&tags=friendly$/m);
    expect(output).toMatch(/^200 OK$/m);
    expect(output).toMatch(/^content-type: application\/json$/im);
    expect(JSON.parse(output.slice(output.indexOf('\n\n')))).toMatchObject([{ name: 'Max' }]);
  });

  it('sends a body of a file', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'brrt-call-'));
    const file = join(folder.path, 'pet.json');
    await writeFile(file, '{"name":"Rex"}');
    const { code, output } = await call('add_pet', '--body', `@${file}`);
    expect(code, output).toBe(0);
    expect(output).toContain('"name": "Rex"');
  });

  it('sends nothing that breaks the contract, unless it is told to', async () => {
    const held = await call('list_pets', '--limit', 'many');
    expect([held.code, held.errors]).toEqual([1, expect.stringContaining('query /limit: must be integer')]);
    expect(held.output).not.toMatch(/^400 /m);
    const broken = await call('add_pet', '--body', '{"name":');
    expect(broken.errors).toContain('  body: The JSON text is malformed at octet 8');
    const sent = await call('list_pets', '--limit', 'many', '--invalid');
    expect(sent.code).toBe(1);
    expect(sent.output).toMatch(/^400 Bad Request$/m);
  });

  it('takes where the service listens, and nothing that it would not send', async () => {
    const { output } = await brrt('call', 'petstore', 'get_pet', '--id', '1', '--url', `${petstore.url}/`);
    expect(output).toContain(`GET ${petstore.url}/pets/1\n`);
    for (const url of [`${petstore.url}/v1`, 'nonsense', 'localhost:8081', 'http://a:b@localhost', 'ftp://localhost']) {
      const { code, errors } = await brrt('call', 'petstore', 'get_pet', '--id', '1', '--url', url);
      expect([code, errors], url).toEqual([2, expect.stringContaining('--url takes where the service listens')]);
    }
  });

  it('ends with 1 for who is not let in', async () => {
    const { code, output } = await call('list_pets', '--no-auth');
    expect([code, output]).toEqual([1, expect.stringMatching(/^401 /m)]);
  });

  it('tells all that happens as JSON', async () => {
    const { output } = await call('get_pet', '--id', '1', '--json');
    const events: readonly { readonly type: string }[] = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(['checked', 'head', 'chunk', 'end']);
    expect(events[3]).toMatchObject({ violations: [], truncated: false });
  });

  it.each([
    [['call', 'petstore', 'get_pet', '--nix', '1'], /Unknown option '--nix'[\s\S]*get_pet takes --id/],
    [['call', 'petstore', 'get_pt'], /petstore has no operation get_pt/],
    [['call', 'petsore'], /no app 'petsore': there are bff, petstore, user-service/],
    [['call', 'petstore', 'list_pets', '--body', '{}'], /list_pets takes no body/],
    [['call', 'petstore', 'add_pet', '--body', '@nowhere.json'], /--body: there is no file nowhere.json/],
    [['call', 'petstore', 'add_pet', '--body', '@e2e'], /--body: e2e is a folder, not a file/],
  ])('%j is a mistake that is explained', async (args, wanted) => {
    const { code, errors } = await brrt(...args);
    expect([code, errors]).toEqual([2, expect.stringMatching(wanted)]);
  });

  it('says that nobody listens', async () => {
    const { code, errors } = await brrt('call', 'petstore', 'list_pets', '--url', 'http://127.0.0.1:1');
    expect([code, errors]).toEqual([1, expect.stringContaining('ECONNREFUSED')]);
  });

  it('says that it opens no WebSocket', async () => {
    const { code, errors } = await call('watch_events');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining('watch_events is a WebSocket, which other programs open'),
    ]);
  });

  it('lists the operations', async () => {
    const { code, output } = await brrt('call', 'petstore');
    expect([code, output]).toEqual([0, expect.stringMatching(/list_pets +GET +\/pets +List pets/)]);
  });
});

describe('brrt completion', () => {
  it.each([
    [[], 'call'],
    [['call'], 'petstore'],
    [['call', 'petstore'], 'list_pets'],
    [['call', 'petstore', 'list_pets'], '--limit'],
    [['lint'], '--sarif'],
  ])('after %j knows %s', async (words, wanted) => {
    const { code, output } = await brrt('completion', 'words', ...words);
    expect(code).toBe(0);
    expect(output.split('\n')).toContain(wanted);
  });

  it('makes a script that bash takes', async () => {
    const { output } = await brrt('completion', 'bash');
    const { code, output: shown } = await runProgram('bash', ['-c', `${output}\ncomplete -p brrt`], {
      cwd: workspaceRoot,
    });
    expect([code, shown]).toEqual([0, 'complete -o default -F _brrt brrt\n']);
  });
});
