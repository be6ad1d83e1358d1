import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readServiceModel } from '@brrt/service-model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandContext } from '../command.ts';
import { parseAllowed } from '../lock/allowed-addresses.ts';
import { fetchDocument } from '../lock/fetch-document.ts';
import { lock } from './lock.ts';

type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);

let folder = '';
let answers: Record<string, Answer> = {};
let asked: string[] = [];
let host = '';

const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  const answer = answers[request.url ?? ''];
  if (typeof answer === 'function') answer(request, response);
  else response.writeHead(answer === undefined ? 404 : 200).end(answer);
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'brrt-lock-'));
  [answers, asked] = [{}, []];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening server has an address of this kind.
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function redirectTo(location: string): Answer {
  return (_request, response) => response.writeHead(302, { location }).end();
}

function writeContract(...references: readonly string[]): string {
  const schemas = references.map((reference, index) => `    S${index}: { $ref: '${reference}' }\n`).join('');
  const uses = references.map((_, index) => `{ $ref: '#/components/schemas/S${index}' }`).join(', ');
  const file = join(folder, 'openapi.yaml');
  writeFileSync(
    file,
    `openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    All: { allOf: [${uses}] }\n${schemas}`,
  );
  return file;
}

interface Run {
  readonly code: number;
  readonly output: string;
}

async function run(...options: readonly string[]): Promise<Run> {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const context: CommandContext = { workspaceRoot: folder, env: {}, print, warn: print, forward: () => {} };
  const code = await lock.run([join(folder, 'openapi.yaml'), ...options], context);
  return { code, output: lines.join('\n') };
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const urlOf = (path: string): string => `http://${host}${path}`;

describe('brrt lock', () => {
  it('copies what a contract refers to, and what that refers to, so that it can be read', async () => {
    const file = writeContract(urlOf('/schemas/pets.yaml#/Pet'));
    answers = { '/schemas/pets.yaml': 'Pet: { $ref: "tag.json" }\n', '/schemas/tag.json': '{ "type": "string" }' };
    const { code, output } = await run('--allow', host);
    expect(output).toContain(`new ${urlOf('/schemas/tag.json')} → openapi.remotes/tag.json`);
    expect(code).toBe(0);
    expect(read('openapi.remotes/pets.yaml')).toBe(answers['/schemas/pets.yaml']);
    expect(Object.keys(JSON.parse(read('openapi.lock.json')).references)).toEqual([
      urlOf('/schemas/pets.yaml'),
      urlOf('/schemas/tag.json'),
    ]);
    const { model, diagnostics } = await readServiceModel(file);
    expect(diagnostics).toEqual([]);
    expect(model?.schemas.tag).toEqual({ type: 'string' });
    expect(asked).toEqual(['/schemas/pets.yaml', '/schemas/tag.json']);
  });

  it('writes nothing with --dry-run, and lists what it would write', async () => {
    writeContract(urlOf('/pet.yaml'));
    answers = { '/pet.yaml': 'type: string\n' };
    const { code, output } = await run('--allow', urlOf('/'), '--dry-run');
    expect(code).toBe(0);
    expect(output).toMatch(/would write .*openapi\.lock\.json/);
    expect(output).toMatch(/would write .*openapi\.remotes\/pet\.yaml/);
    expect(existsSync(join(folder, 'openapi.lock.json'))).toBe(false);
  });

  it('says the same to machines', async () => {
    writeContract(urlOf('/pet'));
    answers = { '/pet': 'type: string\n' };
    const { output } = await run('--allow', host, '--json');
    expect(JSON.parse(output)).toMatchObject({
      documents: [{ url: urlOf('/pet'), file: 'openapi.remotes/pet.yaml', state: 'new' }],
      problems: [],
      written: [join(folder, 'openapi.lock.json'), join(folder, 'openapi.remotes/pet.yaml')],
    });
  });

  it('keeps names apart that are the same elsewhere', async () => {
    writeContract(urlOf('/a/pet.yaml'), urlOf('/b/PET.yaml'), urlOf('/'));
    answers = { '/a/pet.yaml': 'type: string\n', '/b/PET.yaml': 'minLength: 1\n', '/': 'maxLength: 5\n' };
    await run('--allow', host);
    const files = Object.values(JSON.parse(read('openapi.lock.json')).references).map(
      (entry) => (entry as { file: string }).file,
    );
    expect(files).toEqual(['openapi.remotes/document.yaml', 'openapi.remotes/pet.yaml', 'openapi.remotes/PET-2.yaml']);
  });

  it('tells what has changed since, and removes copies that nothing needs', async () => {
    writeContract(urlOf('/pet.yaml'), urlOf('/tag.yaml'));
    answers = { '/pet.yaml': 'type: string\n', '/tag.yaml': 'type: string\n' };
    await run('--allow', host);
    const file = writeContract(urlOf('/pet.yaml'));
    answers['/pet.yaml'] = 'type: integer\n';
    const { output } = await run('--allow', host);
    expect(output).toContain(`changed ${urlOf('/pet.yaml')}`);
    expect(existsSync(join(folder, 'openapi.remotes/tag.yaml'))).toBe(false);
    expect((await readServiceModel(file)).model?.schemas.S0).toEqual({ type: 'integer' });
    const again = await run('--allow', host, '--json');
    expect(JSON.parse(again.output)).toMatchObject({ documents: [{ state: 'unchanged' }], written: [], removed: [] });
  });

  it('keeps what was locked and is not allowed now, as long as its copy is the same', async () => {
    writeContract(urlOf('/pet.yaml'));
    answers = { '/pet.yaml': 'type: string\n' };
    await run('--allow', host);
    answers = {};
    expect(await run()).toMatchObject({ code: 0, output: expect.stringContaining(`kept ${urlOf('/pet.yaml')}`) });
    writeFileSync(join(folder, 'openapi.remotes/pet.yaml'), 'type: integer\n');
    expect(await run()).toMatchObject({ code: 1, output: expect.stringContaining('is not the one that was locked') });
    rmSync(join(folder, 'openapi.remotes/pet.yaml'));
    expect(await run()).toMatchObject({
      code: 1,
      output: expect.stringContaining('openapi.remotes/pet.yaml is missing'),
    });
  });

  it('writes a lock file anew that cannot be read', async () => {
    writeContract(urlOf('/pet.yaml'));
    writeFileSync(join(folder, 'openapi.lock.json'), 'broken');
    answers = { '/pet.yaml': 'type: string\n' };
    expect((await run('--allow', host)).code).toBe(0);
    expect(JSON.parse(read('openapi.lock.json')).references).toHaveProperty([urlOf('/pet.yaml')]);
  });

  it('has nothing to write for a contract without references to a network', async () => {
    writeContract();
    const { code, output } = await run('--allow', host);
    expect([code, output.includes('0 document(s) locked'), existsSync(join(folder, 'openapi.lock.json'))]).toEqual([
      0,
      true,
      false,
    ]);
  });

  it('follows redirections, and references count from where they lead', async () => {
    const file = writeContract(urlOf('/latest'));
    answers = {
      '/latest': redirectTo('/v1'),
      '/v1': redirectTo(urlOf('/v1/pet.yaml')),
      '/v1/pet.yaml': '$ref: tag.yaml\n',
      '/v1/tag.yaml': 'type: string\n',
    };
    expect((await run('--allow', host)).output).toContain(`new ${urlOf('/v1/tag.yaml')}`);
    expect((await readServiceModel(file)).diagnostics).toEqual([]);
  });

  it.each([
    ['a host that is not allowed', [], {}, (at: string) => `${at}/pet.yaml is not allowed; add --allow`],
    ['an answer that is no document', ['/'], {}, (at: string) => `${at}/pet.yaml answers 404`],
    ['too many redirections', ['/'], { '/pet.yaml': redirectTo('/pet.yaml') }, () => 'redirects more than 3 times'],
    [
      'a redirection to elsewhere',
      ['/'],
      { '/pet.yaml': redirectTo('http://example.org/pet.yaml') },
      () => 'http://example.org/pet.yaml is not allowed',
    ],
    [
      'a redirection out of the prefix',
      ['/pet.yaml'],
      { '/pet.yaml': redirectTo('/other.yaml') },
      (at: string) => `${at}/other.yaml is not allowed`,
    ],
    [
      'a redirection to a file',
      ['/'],
      { '/pet.yaml': redirectTo('file:///etc/hostname') },
      () => 'file:///etc/hostname is not http(s)',
    ],
    [
      'a redirection to nothing',
      ['/'],
      { '/pet.yaml': redirectTo('http://') },
      () => 'redirects to something that is no URL',
    ],
    [
      'a user in the URL',
      ['/'],
      {
        '/pet.yaml': (request: IncomingMessage, response: ServerResponse) =>
          response.writeHead(302, { location: `http://user:secret@${request.headers.host}/x` }).end(),
      },
      () => 'a URL with a user is refused',
    ],
    [
      'a document that is too large',
      ['/'],
      { '/pet.yaml': '#'.repeat(5 * 1024 * 1024 + 1) },
      () => 'has more than 5242880 octets',
    ],
    [
      'a document that breaks off',
      ['/'],
      {
        '/pet.yaml': (_request: IncomingMessage, response: ServerResponse) => {
          response.writeHead(200, { 'content-length': '100' }).write('type:');
          setImmediate(() => response.destroy());
        },
      },
      () => 'cannot be reached',
    ],
    [
      'a document that is no text',
      ['/'],
      { '/pet.yaml': (_request: IncomingMessage, response: ServerResponse) => response.end(Uint8Array.of(0xff, 0xfe)) },
      () => 'is not UTF-8 text',
    ],
  ] as const)('refuses %s, where the reference stands, and writes nothing', async (_name, allow, given, problem) => {
    writeContract(urlOf('/pet.yaml'));
    answers = given;
    const { code, output } = await run(...allow.flatMap((path) => ['--allow', urlOf(path)]));
    expect(code).toBe(1);
    expect(output).toMatch(/error .*openapi\.yaml:7:\d+ remote-reference/);
    expect(output).toContain(problem(`http://${host}`));
    expect(output).toContain('Nothing was written.');
    expect(existsSync(join(folder, 'openapi.lock.json'))).toBe(false);
  });

  it('refuses a name of this machine that is not allowed as such', async () => {
    writeContract(`http://localhost:${host.split(':')[1]}/pet.yaml`);
    const port = host.split(':')[1];
    answers = { '/pet.yaml': 'type: string\n' };
    expect((await run('--allow', host)).output).toContain(`localhost:${port}/pet.yaml is not allowed`);
    expect((await run('--allow', `localhost:${port}`)).code).toBe(0);
  });

  it.each([[['--allow', 'ftp://x']], [['--alow', 'x']]])('%j is a mistake of usage', async (options) => {
    writeContract();
    await expect(run(...options)).rejects.toThrow();
  });
});

describe('fetching one document', () => {
  it('ends when it takes too long', async () => {
    answers = { '/slow': (_request, response) => void response.writeHead(200).write('a') };
    const allowed = parseAllowed([host]);
    if ('invalid' in allowed) throw new TypeError(allowed.invalid);
    await expect(
      fetchDocument(urlOf('/slow'), allowed, { octets: 10, milliseconds: 50, redirections: 0 }),
    ).rejects.toThrow('did not answer in full within 50 ms');
  });

  it.each([
    ['http://localhost:1/', 'cannot be reached (ECONNREFUSED)', ['localhost:1']],
    ['http://does-not-exist.invalid/', 'There is no host', ['does-not-exist.invalid']],
  ])('%s: %s', async (url, problem, entries) => {
    const allowed = parseAllowed(entries);
    if ('invalid' in allowed) throw new TypeError(allowed.invalid);
    await expect(fetchDocument(url, allowed)).rejects.toThrow(problem);
  });
});
