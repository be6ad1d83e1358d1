import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { boundToken, proofFor } from '../../libs/security/test/given-proofs.ts';
import { startProvider } from '../../libs/security/test/provider.ts';
import { startCollector } from '../support/collector.ts';
import { findFreePort } from '../support/free-port.ts';
import { type RunningNotices, serveNotices, startNotices } from './running-notices.ts';
import { childrenOf, requestsByProcess } from './running-workers.ts';

// Each test has a service of its own, and those of workers that hang wait for most of their time: all run at once.

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

  it('is left alone where it was stopped together with whoever started it', async ({ expect }) => {
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
});

describe.concurrent('a worker that hangs before it serves', () => {
  it('is killed after the stated time, and the next one serves', async ({ expect }) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'brrt-hanging-'));
    const fuse = join(folder.path, 'serve');
    await using notices = await startNotices({
      WEB_CONCURRENCY: '2',
      WORKER_START_TIMEOUT_MS: '12000',
      HANGS_WITHOUT: fuse,
    });
    const { program } = notices;
    await program.printed(
      /"level":50,.*"worker":1,.*"msg":"Worker 1 does not serve after 12 s \(http\.worker_start_timeout_ms\): it is killed"/,
    );
    await writeFile(fuse, '');
    await program.printed(/Worker 1 ended before it served: SIGKILL; another one[\s\S]*2 workers serve/);
    expect(await health(notices)).toBe(200);
    expect(await program.terminate()).toBe(0);
  });

  it('ends the program when five in a row do', async ({ expect }) => {
    const never = { WORKER_START_TIMEOUT_MS: '1000', HANGS_WITHOUT: '/dev/null/never' };
    await using notices = await startNotices({ WEB_CONCURRENCY: '2', ...never });
    const { program } = notices;
    expect(await program.exited).toBe(1);
    expect(program.output().match(/does not serve after 1 s/g)).toHaveLength(5);
    expect(program.errors()).toBe('5 workers in a row ended before they served, the last with SIGKILL\n');
  });
});

describe.concurrent('each of two workers', () => {
  it('refuses a DPoP proof that one of them has taken', async ({ expect, onTestFinished }) => {
    const provider = await startProvider();
    onTestFinished(() => provider.close());
    await using notices = await serveNotices({ JWKS_URL: `${provider.url}/keys` });
    const token = boundToken();
    const ask = async (proof: string): Promise<unknown> => {
      // On a connection of its own: the next worker takes it.
      const headers = { authorization: `DPoP ${token}`, dpop: proof, connection: 'close' };
      const response = await fetch(`${notices.url}/secret`, { headers });
      await response.text();
      return [response.status, response.headers.get('www-authenticate')];
    };
    for (const jti of ['first', 'second']) {
      const proof = proofFor(token, { claims: { jti, htu: 'https://api.example/secret' } });
      expect(await ask(proof)).toEqual([204, null]);
      for (const _again of [1, 2, 3])
        expect(await ask(proof)).toEqual([401, expect.stringContaining('invalid_dpop_proof')]);
    }
    const counts = () => [...requestsByProcess(notices.program.output()).values()];
    await expect.poll(counts, { timeout: 10_000 }).toEqual([4, 4]);
  });

  it.for<[string, string, RegExp]>([
    ['an id of its own', '', /^[\da-f-]{36}$/],
    ['the id that the environment gives, with its number', 'service.instance.id=pets', /^pets-[12]$/],
  ])('has %s in traces and logs', async ([_name, attributes, want], { expect }) => {
    await using collector = await startCollector(await findFreePort());
    await using notices = await serveNotices({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_RESOURCE_ATTRIBUTES: attributes,
    });
    for (let asked = 0; asked < 4; asked++) {
      const headers = { 'content-type': 'application/json', connection: 'close' };
      const response = await fetch(`${notices.url}/notices`, { method: 'POST', headers, body: '{"text":"News"}' });
      expect(response.status).toBe(201);
      await response.text();
    }
    await notices.program.terminate();
    const idsByProcess = (sent: readonly { readonly resource: Readonly<Record<string, unknown>> }[]) =>
      new Map(sent.map(({ resource }) => [resource['process.pid'], resource['service.instance.id']]));
    const ids = idsByProcess(collector.spans);
    expect(ids.size).toBe(2);
    expect(new Set(ids.values()).size).toBe(2);
    for (const id of ids.values()) expect(id).toMatch(want);
    expect(idsByProcess(collector.logs)).toEqual(ids);
  });
});
