import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, it } from 'vitest';
import { findFreePort } from '../support/free-port.ts';
import { startProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { takeIds } from './read-events.ts';
import { type RunningNotices, senderSecret, startNotices } from './running-notices.ts';
import { childrenOf } from './running-workers.ts';

const running: RunningNotices[] = [];

afterEach(async () => {
  for (const each of running.splice(0)) await each[Symbol.asyncDispose]();
});

async function start(env: Readonly<Record<string, string>>): Promise<RunningNotices> {
  const notices = await startNotices(env);
  running.push(notices);
  return notices;
}

async function serving(): Promise<RunningNotices> {
  const notices = await start({ WEB_CONCURRENCY: '2' });
  await notices.program.printed(/2 workers serve/);
  return notices;
}

/** On a connection of its own: the next worker takes it. */
function post(url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const own = { 'content-type': 'application/json', connection: 'close', ...headers };
  return fetch(url, { method: 'POST', headers: own, body });
}

it('a signed message is taken once, whichever worker gets it again', async () => {
  const { url } = await serving();
  for (const id of ['msg_1', 'msg_2']) {
    const body = JSON.stringify({ text: id });
    const now = new Date();
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(senderSecret).sign(id, now, body),
    };
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => (await post(`${url}/messages`, body, headers)).status),
    );
    expect(statuses.toSorted()).toEqual([204, 401, 401, 401, 401, 401]);
  }
});

it('a channel with a name reaches the streams of all workers in one order, and is kept for those that come later', async () => {
  const { program, url } = await serving();
  const follow = (headers = {}) => fetch(`${url}/notices`, { headers: { connection: 'close', ...headers } });
  const readers = await Promise.all(Array.from({ length: 4 }, () => follow()));
  const posted = await Promise.all(
    Array.from({ length: 6 }, async (_, number): Promise<{ readonly id: string }> => {
      const response = await post(`${url}/notices`, JSON.stringify({ text: String(number) }));
      return JSON.parse(await response.text());
    }),
  );
  const seen = await Promise.all(readers.map((reader) => takeIds(reader, 6)));
  expect(seen[0]?.toSorted()).toEqual(posted.map(({ id }) => id).toSorted());
  for (const ids of seen) expect(ids).toEqual(seen[0]);
  process.kill(program.pid, 'SIGHUP');
  await program.printed(/All workers were replaced/);
  const [after = '', ...missed] = seen[0] ?? [];
  const again = await Promise.all([0, 1].map(() => follow({ 'last-event-id': after })));
  for (const ids of await Promise.all(again.map((reader) => takeIds(reader, 5)))) expect(ids).toEqual(missed);
});

it('a channel without a name ends the start of several workers with what to do', async () => {
  const { program } = await start({ WEB_CONCURRENCY: '2', CHANNEL_NAME: '' });
  expect(await program.exited).toBe(1);
  expect(program.errors()).toBe(
    "A channel without a name is of one process, and several workers are to serve (http.workers, WEB_CONCURRENCY): createChannel({ name: '…' }) reaches the streams of all\n",
  );
});

it('one process serves alone, as without any number', async () => {
  const { program, url } = await start({ WEB_CONCURRENCY: '1' });
  await program.printed(/listens on/);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).not.toContain('worker');
  expect(await childrenOf(program.pid)).toEqual([]);
  expect(await program.terminate()).toBe(0);
});

const contract = (pet: string): string => `openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: OK, content: { application/json: { example: [${pet}] } } } }
`;

it('one process serves while code is reloaded in place, and says so', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'brrt-serve-workers-'));
  const spec = join(folder.path, 'pets.yaml');
  await writeFile(spec, contract('Rex'));
  const port = String(await findFreePort());
  const brrt = join(workspaceRoot, 'tools/generators/bin/brrt.cjs');
  const options = { cwd: folder.path, env: { WEB_CONCURRENCY: '2' } };
  await using program = startProgram(process.execPath, [brrt, 'serve', spec, '--port', port], options);
  await program.printed(/pets is ready/);
  expect(program.output()).toContain(
    'One process serves, not 2 (http.workers, WEB_CONCURRENCY): what changes is taken up in place',
  );
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(await ask('/metrics')).not.toContain('worker');
  expect(await ask('/pets')).toBe('["Rex"]');
  await writeFile(spec, contract('Ada'));
  await expect.poll(() => ask('/pets'), { timeout: 15_000 }).toBe('["Ada"]');
});
