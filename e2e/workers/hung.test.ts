import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type RunningNotices, serveNotices } from './running-notices.ts';
import { childrenOf } from './running-workers.ts';

/** The worker that gets it answers nothing any more. */
function hang({ url }: RunningNotices): Promise<unknown> {
  return fetch(`${url}/hang`).catch((error: TypeError) => error.cause);
}

async function health({ url }: RunningNotices): Promise<number> {
  const response = await fetch(`${url}/health`, { headers: { connection: 'close' } });
  await response.text();
  return response.status;
}

/** How an event stream ends: `open` while it does not. */
async function follow({ url }: RunningNotices): Promise<() => string> {
  const { body } = await fetch(`${url}/notices`, { headers: { connection: 'close' } });
  let state = 'open';
  body?.pipeTo(new WritableStream()).then(
    () => (state = 'ended'),
    () => (state = 'cut'),
  );
  return () => state;
}

describe.concurrent('a worker that hangs', () => {
  it('is given no connections, killed after the stated time and replaced; nobody else notices', async ({ expect }) => {
    await using notices = await serveNotices({ WORKER_TIMEOUT_MS: '7000' });
    const { program } = notices;
    const before = await childrenOf(program.pid);
    const streams = [await follow(notices), await follow(notices)];
    const hung = hang(notices);
    await program.printed(/Worker \d has not answered for 3 s: new connections go to the others/);
    for (let asked = 0; asked < 4; asked++) expect(await health(notices)).toBe(200);
    expect(program.output()).not.toContain('is killed');
    await program.printed(/"level":50,.*"worker":\d,.*"msg":"Worker \d has not answered for 7 s: it is killed/);
    expect(await hung).toMatchObject({ code: expect.stringMatching(/SOCKET|ECONNRESET/) });
    await program.printed(/2 workers serve[\s\S]*ended: SIGKILL; another one[\s\S]*2 workers serve/);
    const after = await childrenOf(program.pid);
    expect(after.filter((pid) => before.includes(pid))).toHaveLength(1);
    expect(streams.map((state) => state()).toSorted()).toEqual(['cut', 'open']);
    expect(await program.terminate()).toBe(0);
  });

  it('is left alone while a debugger can stop it', async ({ expect }) => {
    await using notices = await serveNotices({ WORKER_TIMEOUT_MS: '2000', NODE_OPTIONS: '--inspect=127.0.0.1:0' });
    const before = await childrenOf(notices.program.pid);
    void hang(notices);
    await notices.program.printed(/has not answered for 3 s/);
    expect(await childrenOf(notices.program.pid)).toEqual(before);
  });
});

it.concurrent('workers that were stopped together with whoever started them are left alone', async () => {
  await using notices = await serveNotices({ WORKER_TIMEOUT_MS: '4000' });
  const { program } = notices;
  const workers = await childrenOf(program.pid);
  for (const pid of workers) process.kill(pid, 'SIGSTOP');
  // They owe an answer by then.
  await wait(1_200);
  process.kill(program.pid, 'SIGSTOP');
  await wait(4_500);
  process.kill(program.pid, 'SIGCONT');
  await wait(500);
  for (const pid of workers) process.kill(pid, 'SIGCONT');
  await wait(1_500);
  expect(await health(notices)).toBe(200);
  expect(program.output()).not.toContain('has not answered');
  expect(await childrenOf(program.pid)).toEqual(workers);
});
