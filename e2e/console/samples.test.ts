import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { CallRequest, CodeSample } from '@brrt/dashboard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

type Call = Partial<CallRequest> & { readonly operationId: string };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const hostile = `'"$(touch /tmp/never)\`"\\ !#&;|<>*?[]{}~ü`;
const calls: readonly (readonly [string, Call])[] = [
  [
    'a path of awkward values',
    {
      operationId: 'pathStyles',
      parameters: { path: { plain: hostile, label: [1], matrix: { x: 1 }, list: [hostile] } },
    },
  ],
  [
    'a query of awkward values',
    { operationId: 'queryStyles', parameters: { query: { text: hostile, filter: { name: hostile } } } },
  ],
  [
    'a header',
    { operationId: 'headerStyles', parameters: { header: { 'X-Tags': [`a'b$(x)"`] }, cookie: { flavour: 'sweet' } } },
  ],
  ['JSON', { operationId: 'postJson', body: { mediaType: 'application/json', value: { name: hostile } } }],
  [
    'a form',
    { operationId: 'postForm', body: { mediaType: 'application/x-www-form-urlencoded', value: { name: hostile } } },
  ],
  [
    'octets',
    {
      operationId: 'postBinary',
      body: { mediaType: 'application/octet-stream', base64: Buffer.from('\0octets').toString('base64') },
    },
  ],
  [
    'three keys',
    {
      operationId: 'withKeys',
      credentials: ['Header', 'Query', 'Cookie'].map((scheme) => ({ scheme, useDevelopment: true as const })),
    },
  ],
];
const secrets = {
  EVERYTHING_HEADER: 'canary-header-key',
  EVERYTHING_QUERY: 'canary-query-key',
  EVERYTHING_COOKIE: 'canary-cookie-key',
};

async function sampleOf(call: Call, language: CodeSample['language']): Promise<string> {
  const [checked] = await world.call(call);
  const sample = checked?.type === 'checked' ? checked.samples.find((each) => each.language === language) : undefined;
  return sample?.text ?? '';
}

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

describe.runIf(hasCurl)('curl, in a shell, sends what the console sends', () => {
  it.each(calls)('%s', async (_name, call) => {
    const { stdout } = await run('sh', ['-c', await sampleOf(call, 'curl')], { env: { ...process.env, ...secrets } });
    expect(JSON.parse(stdout)).toEqual(await world.echo(call));
  });
});

describe('fetch, in a program, sends what the console sends', () => {
  it.each(calls)('%s', async (_name, call) => {
    const program = await sampleOf(call, 'fetch');
    const arguments_ = ['--input-type=module', '--eval', program];
    const { stdout } = await run(process.execPath, arguments_, { env: { ...process.env, ...secrets } });
    expect(JSON.parse(stdout.replace(/^200 /, ''))).toEqual(await world.echo(call));
  });
});

describe('the HTTP message is what the console sends', () => {
  it.each(calls.filter(([name]) => name !== 'octets'))('%s', async (_name, call) => {
    const sample = await sampleOf(call, 'http');
    const message = sample.replaceAll(/\$(EVERYTHING_\w+)/g, (_, name: keyof typeof secrets) => secrets[name]);
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
    socket.end(
      message.replace('\r\nAccept-Encoding: gzip, br, zstd', '').replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'),
    );
    const answer = await text(socket);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toEqual(await world.echo(call));
  });
});

describe('the generated client is called by its names', () => {
  it.each<[string, Call, string]>([
    [
      'values by place',
      { operationId: 'headerStyles', parameters: { header: { 'X-Count': 4 }, cookie: { flavour: 'sweet' } } },
      `headerStyles({\n  headers: { 'X-Count': 4 },\n  cookies: { flavour: 'sweet' },\n})`,
    ],
    [
      'the second media type is named',
      { operationId: 'postChoice', body: { mediaType: 'text/csv', value: 'a,b' } },
      `postChoice({\n  contentType: 'text/csv',\n  body: 'a,b',\n})`,
    ],
    ['nothing to give', { operationId: 'answer' }, 'answer()'],
  ])('%s', async (_name, call, want) => expect(await sampleOf(call, 'client')).toContain(`clients.everything.${want}`));
});

it('no sample has a credential', async () => {
  for (const [, call] of calls)
    expect(JSON.stringify(await world.call(call).then(([checked]) => checked))).not.toContain('canary');
});
