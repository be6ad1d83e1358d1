import type { AdmissionDecision, RouteAdmission } from '@brrt/router-core/ports';
import { afterEach, describe, expect, it } from 'vitest';
import { createSecurity } from '../src/index.ts';
import { givenConfig, givenExchange, givenOperation, givenRequest, schemes } from './given.ts';
import { redisProgram, startRedis } from './redis-process.ts';
import { startRespServer } from './resp-server.ts';

const closing: (() => Promise<void> | undefined)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const open = givenOperation();
const secured = givenOperation({ id: 'createPet', security: [[{ scheme: 'ApiKey', scopes: [] }]] });

interface Process {
  readonly open: RouteAdmission;
  readonly secured: RouteAdmission;
}

/** One process of a service. */
function startProcess(url: string, store: object = {}): Process {
  const config = givenConfig({
    rateLimit: {
      enabled: true,
      requests: 2,
      windowSecs: 10,
      store: { url, prefix: 't:', timeoutMs: 2_000, onFailure: 'open', ...store },
    },
    security: { apiKeys: { ApiKey: { sha256: ['0'.repeat(64)], headerName: undefined, scopes: [] } } },
  });
  const { admission } = createSecurity({ operations: [open, secured], securitySchemes: schemes }, config);
  const routes = { open: admission?.compile(open), secured: admission?.compile(secured) };
  closing.push(async () => admission?.close?.());
  if (routes.open === undefined || routes.secured === undefined) throw new TypeError('nothing is limited');
  return { open: routes.open, secured: routes.secured };
}

const from = (remoteAddress = '192.0.2.1') => givenExchange(givenRequest({}, { remoteAddress }));
const as = (subject: string) => ({
  ...from(),
  principal: { scheme: 'ApiKey', subject, scopes: [], claims: {} },
});

function shown(decision: AdmissionDecision | undefined): string {
  if (decision === undefined) return 'nothing';
  return decision.admitted
    ? `admitted ${decision.headers[3]?.replace(/;t=\d+$/, '') ?? ''}`.trim()
    : `${decision.status}`;
}

const servers = [
  ['a server that speaks RESP', startRespServer, false],
  [
    `a real server (${redisProgram ?? 'skipped: no valkey-server or redis-server here, set REDIS_SERVER'})`,
    () => startRedis(redisProgram ?? ''),
    redisProgram === undefined,
  ],
] as const;

describe.each(servers)('limits in %s', (_name, start, isAbsent) => {
  it.skipIf(isAbsent)('are those of all processes together', async () => {
    const server = await start();
    closing.push(() => server.close());
    const [one, other] = [startProcess(server.url), startProcess(server.url)];
    expect(shown(await one.open.admit(from()))).toBe('admitted "default";r=1');
    expect(shown(await other.open.admit(from()))).toBe('admitted "default";r=0');
    const refused = await one.open.admit(from());
    expect(refused).toMatchObject({ admitted: false, status: 429, reason: 'rate_limit' });
    expect(refused.admitted ? 0 : refused.retryAfterSeconds).toBeGreaterThan(5);
    expect(shown(await other.open.admit(from('192.0.2.2')))).toBe('admitted "default";r=1');
  });

  it.skipIf(isAbsent)('count who authenticated, and refused credentials for their address', async () => {
    const server = await start();
    closing.push(() => server.close());
    const [one, other] = [startProcess(server.url), startProcess(server.url)];
    expect(shown(await one.secured.admit(from()))).toBe('admitted');
    expect(shown(await one.secured.admitCaller?.(as('ada')))).toBe('admitted "default";r=1');
    expect(shown(await other.secured.admitCaller?.(as('ada')))).toBe('admitted "default";r=0');
    expect(shown(await one.secured.admitCaller?.(as('ada')))).toBe('429');
    expect(shown(await one.secured.admitCaller?.(as('grace')))).toBe('admitted "default";r=1');
    for (const process of [one, other]) await process.secured.refused?.(from());
    await expect.poll(async () => shown(await other.secured.admit(from()))).toBe('429');
  });

  it.skipIf(isAbsent)('live on in memory when the server goes away, or close the door', async () => {
    const server = await start();
    const [open_, closed] = [startProcess(server.url), startProcess(server.url, { onFailure: 'closed' })];
    expect(shown(await closed.open.admit(from()))).toBe('admitted "default";r=1');
    await open_.open.admit(from());
    await server.close();
    expect(shown(await open_.open.admit(from()))).toBe('admitted "default";r=1');
    expect(await closed.open.admit(from())).toEqual({
      admitted: false,
      status: 503,
      reason: 'rate_limit_store',
      retryAfterSeconds: 1,
      headers: [],
    });
    await closed.secured.refused?.(from());
  });
});

describe('a store', () => {
  it('that was never there costs no more than its time', async () => {
    const process = startProcess('redis://127.0.0.1:1', { timeoutMs: 50 });
    expect(shown(await process.open.admit(from()))).toBe('admitted "default";r=1');
    expect(shown(await process.secured.admit(from()))).toBe('admitted');
  });

  it('that falls silent is waited for no longer than its time', async () => {
    const server = await startRespServer();
    closing.push(() => server.close());
    const process = startProcess(server.url, { timeoutMs: 50, onFailure: 'closed' });
    await process.open.admit(from());
    server.silence();
    expect(shown(await process.open.admit(from()))).toBe('503');
  });

  it('is told operations and digests, never who is behind them', async () => {
    const server = await startRespServer();
    closing.push(() => server.close());
    const process = startProcess(server.url);
    await process.secured.admitCaller?.(as('ada@example.com'));
    const sent = JSON.stringify(server.commands);
    expect(sent).toContain('t:createPet:subject:');
    expect(sent).not.toContain('ada');
  });

  it('is not connected to before the first request', async () => {
    const server = await startRespServer();
    closing.push(() => server.close());
    startProcess(server.url);
    expect(server.commands).toEqual([]);
  });
});
