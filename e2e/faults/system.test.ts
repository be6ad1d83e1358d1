import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultyProcess, startFaulty } from './support/start-faulty.ts';

async function livesOn(service: FaultyProcess): Promise<void> {
  await expect
    .poll(() => service.get('/fast').catch(String), { timeout: 15_000 })
    .toEqual({ status: 200, text: 'fine' });
  await expect.poll(() => service.metric('http_server_active_requests')).toBe(1);
  expect(service.exitCode).toBeUndefined();
}

function askMany(service: FaultyProcess, path: string, times: number): Promise<readonly (number | string)[]> {
  return Promise.all(
    Array.from({ length: times }, () =>
      service.get(path, { signal: AbortSignal.timeout(20_000) }).then(
        ({ status }) => status,
        () => 'no answer',
      ),
    ),
  );
}

describe.skipIf(process.platform !== 'linux')('without file descriptors', () => {
  it('connections wait, files and calls fail, and all is well again when there are some', async () => {
    const called = createServer((_request, response) => setTimeout(() => response.end('called'), 20));
    await new Promise<void>((resolve) => called.listen(0, '127.0.0.1', resolve));
    const env = { CALLED_URL: `http://127.0.0.1:${(called.address() as AddressInfo).port}` };
    await using service = await startFaulty({ before: 'ulimit -n 64', env });
    const statuses = (
      await Promise.all(['/files', '/calls', '/slow'].map((path) => askMany(service, path, 100)))
    ).flat();
    // Who is not let in waits, at most until its own patience ends.
    expect(statuses.filter((status) => ![200, 500, 'no answer'].includes(status))).toEqual([]);
    expect(statuses.some((status) => typeof status === 'number')).toBe(true);
    expect(statuses.some((status) => status !== 200)).toBe(true);
    await livesOn(service);
    expect((await service.get('/files')).status).toBe(200);
    expect((await service.get('/calls')).text).toBe('called');
    called.closeAllConnections();
    called.close();
  });

  it('what is loaded a moment after the start is loaded later', async () => {
    await using service = await startFaulty({ before: 'ulimit -n 64' });
    const held = Array.from({ length: 100 }, () => connect(service.port, '127.0.0.1').on('error', () => undefined));
    await wait(1_000);
    for (const socket of held) socket.destroy();
    await livesOn(service);
  });
});

describe.skipIf(process.platform !== 'linux')('a log that cannot be written', () => {
  it.each([
    ['on a full disk', '> /dev/full'],
    ['whose reader has gone', '| true'],
    ['and that was closed', '>&-'],
  ])('%s takes nothing but the log', async (_name, output) => {
    await using service = await startFaulty({ output });
    expect(new Set(await askMany(service, '/fast', 200))).toEqual(new Set([200]));
    expect((await service.get('/throws')).status).toBe(500);
    await livesOn(service);
    if (output === '> /dev/full')
      expect(await service.metric('brrt_log_lines_dropped_total{destination="output"}')).toBeGreaterThan(0);
  });
});

describe('with 64 MiB of heap', () => {
  let service: FaultyProcess;
  beforeAll(async () => {
    const config = 'http: { content_encodings: [gzip, br] }';
    service = await startFaulty({ node: '--max-old-space-size=64', config });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const mebibyte = 1_048_576;
  const rows: readonly (readonly [name: string, path: string, init: RequestInit, statuses: readonly number[]])[] = [
    [
      'bodies beyond the limit',
      '/json',
      { method: 'POST', headers: json, body: `"${'x'.repeat(8 * mebibyte)}"` },
      [413],
    ],
    ['deep JSON', '/json', { method: 'POST', headers: json, body: '['.repeat(500_000) + ']'.repeat(500_000) }, [400]],
    ['wide JSON', '/json', { method: 'POST', headers: json, body: `[${'{},'.repeat(300_000)}0]` }, [400]],
    ['dense JSON', '/json', { method: 'POST', headers: json, body: `[${'[1,2],'.repeat(150_000)}0]` }, [200]],
    [
      'a bomb in gzip',
      '/json',
      {
        method: 'POST',
        headers: { ...json, 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(64 * mebibyte, 32)),
      },
      [413],
    ],
    [
      'a bomb in Brotli',
      '/json',
      {
        method: 'POST',
        headers: { ...json, 'content-encoding': 'br' },
        body: brotliCompressSync(Buffer.alloc(64 * mebibyte, 32)),
      },
      [413],
    ],
    [
      'fields without number',
      '/form',
      { method: 'POST', headers: form, body: 'a=1&'.repeat(200_000) },
      [200, 400, 413],
    ],
    ['parameters without number', `/many?${'tag=x&'.repeat(1_300)}`, {}, [200, 400, 414]],
    ['a header without end', '/fast', { headers: { 'x-long': 'x'.repeat(100_000) } }, [431]],
  ];

  it.each(rows)('%s cannot use it up', async (_name, path, init, statuses) => {
    const answers: (number | string)[] = [];
    for (let round = 0; round < 2; round++) {
      const asked = Array.from({ length: 25 }, () => service.get(path, init).then(({ status }) => status, String));
      answers.push(...(await Promise.all(asked)));
    }
    // Who is refused before it has sent everything may see its connection end.
    expect(answers.filter((answer) => typeof answer === 'number' && ![...statuses, 503].includes(answer))).toEqual([]);
    expect(answers.some((answer) => typeof answer === 'number')).toBe(true);
    expect(service.exitCode, service.log().slice(-4_000)).toBeUndefined();
    await livesOn(service);
  });
});
