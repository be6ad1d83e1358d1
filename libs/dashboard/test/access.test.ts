import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDashboard } from '../src/link.ts';
import { ask, noTools, type OpenDashboard, openTestDashboard, sendRaw } from './open-server.ts';

let open: OpenDashboard;
let own: string;
let cookie: string;

beforeAll(async () => {
  open = await openTestDashboard();
  own = `127.0.0.1:${open.port}`;
  const login = await ask({ port: open.port, path: `/?token=${open.token}` });
  cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
});

afterAll(() => open[Symbol.asyncDispose]());

describe('the name that is asked for', () => {
  it.each([
    ['127.0.0.1:PORT', 200],
    ['localhost:PORT', 200],
    ['LOCALHOST:PORT', 200],
    ['[::1]:PORT', 200],
    ['127.0.0.1', 421],
    ['127.0.0.1:80', 421],
    ['attacker.example:PORT', 421],
    ['127.0.0.1.attacker.example:PORT', 421],
    ['localhost.attacker.example:PORT', 421],
    ['0.0.0.0:PORT', 421],
    ['user@127.0.0.1:PORT', 421],
    ['127.0.0.1:PORT, attacker.example', 421],
  ])('%s → %i', async (host, status) => {
    const headers = { host: host.replace('PORT', String(open.port)), authorization: `Bearer ${open.token}` };
    const answer = await ask({ port: open.port, path: '/api/services', headers });
    expect(answer.status).toBe(status);
  });

  it('may not be given twice', async () => {
    const answer = await sendRaw(
      open.port,
      `GET /api/services HTTP/1.1\r\nhost: ${own}\r\nhost: attacker.example\r\nauthorization: Bearer ${open.token}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4(?:00|21) /);
  });

  it('is asked for before the token is looked at', async () => {
    const answer = await ask({ port: open.port, path: `/?token=${open.token}`, headers: { host: 'attacker.example' } });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([421, undefined]);
  });
});

describe('who asks', () => {
  it.each([
    ['nothing', {}, 401],
    ['a wrong token', { authorization: `Bearer ${'x'.repeat(43)}` }, 401],
    ['a token of another length', { authorization: 'Bearer x' }, 401],
    ['another scheme', { authorization: 'Basic TOKEN' }, 401],
    ['the token', { authorization: 'Bearer TOKEN' }, 200],
    ['the cookie', { cookie: 'COOKIE' }, 200],
    ['the cookie among others', { cookie: 'a=b; COOKIE; c=d' }, 200],
    ['the token as cookie', { cookie: 'NAME=TOKEN' }, 401],
    ['a wrong token and the cookie', { authorization: 'Bearer x', cookie: 'COOKIE' }, 401],
  ])('with %s: %o → %i', async (_name, given, status) => {
    const name = cookie.split('=')[0] ?? '';
    const fill = (text: string): string =>
      text.replace('TOKEN', open.token).replace('COOKIE', cookie).replace('NAME', name);
    const headers = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, fill(value)]));
    for (const path of ['/api/services', '/api/events', '/api/export']) {
      const answer = await ask({ port: open.port, path, method: path === '/api/events' ? 'HEAD' : 'GET', headers });
      expect([path, answer.status]).toEqual([path, status]);
    }
  });

  it('a browser without the cookie is shown how to get in, and nothing else', async () => {
    const answer = await ask({ port: open.port, path: '/traces/4bf92f3577b34da6a3ce929d0e0e4736' });
    expect(answer).toMatchObject({ status: 401, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(answer.body).not.toMatch(/<script|shop/);
  });
});

describe('the printed URL', () => {
  it('is exchanged for a cookie and for an address without the token', async () => {
    const answer = await ask({ port: open.port, path: `/traces/ab?span=cd&token=${open.token}` });
    expect(answer).toMatchObject({
      status: 303,
      headers: { location: '/traces/ab?span=cd', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' },
    });
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/; Path=\/; HttpOnly; SameSite=Strict$/)]);
    expect(cookie).toContain(`brrt_dashboard_${open.port}=`);
    expect(cookie).not.toContain(open.token);
  });

  it('lets nobody in with a wrong token', async () => {
    const answer = await ask({ port: open.port, path: `/?token=${open.token.slice(1)}x` });
    expect([answer.status, answer.headers['set-cookie'], answer.headers.location]).toEqual([401, undefined, undefined]);
  });

  it.each(['//attacker.example/', '/%2F/attacker.example', '/\\attacker.example'])(
    'leads to no other host: %s',
    async (path) => {
      const { headers } = await ask({ port: open.port, path: `${path}?token=${open.token}` });
      expect(String(headers.location ?? '/')).toMatch(/^\/(?![/\\])/);
    },
  );

  it('does not work for the API: there it would stay in logs', async () => {
    expect((await ask({ port: open.port, path: `/api/services?token=${open.token}` })).status).toBe(401);
  });
});

describe('pages of others', () => {
  it.each([
    ['POST', { origin: 'http://attacker.example' }, 403],
    ['POST', { origin: 'null' }, 403],
    ['POST', { origin: 'http://127.0.0.1:8081' }, 403],
    ['POST', { origin: 'https://127.0.0.1:PORT' }, 403],
    ['POST', { 'sec-fetch-site': 'cross-site' }, 403],
    ['POST', { 'sec-fetch-site': 'same-site' }, 403],
    ['POST', { origin: 'http://127.0.0.1:PORT', 'sec-fetch-site': 'same-origin' }, 204],
    ['POST', {}, 204],
    ['GET', { origin: 'http://attacker.example' }, 403],
    ['GET', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }, 403],
    ['GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 403],
    ['GET', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 200],
  ])('%s with %o → %i, whatever cookie comes along', async (method, given, status) => {
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, String(value).replace('PORT', String(open.port))]),
    );
    const path = method === 'POST' ? '/api/clear?signal=logs' : '/api/store';
    const answer = await ask({ port: open.port, method, path, headers: { ...headers, cookie } });
    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('may link to the dashboard, not frame it', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await ask({ port: open.port, path: '/', headers: link })).status).toBe(401);
    const frame = { ...link, 'sec-fetch-dest': 'iframe', cookie };
    expect((await ask({ port: open.port, path: '/', headers: frame })).status).toBe(403);
  });

  it('get no preflight answered', async () => {
    const headers = { origin: 'http://attacker.example', 'access-control-request-method': 'POST' };
    const answer = await ask({ port: open.port, method: 'OPTIONS', path: '/api/clear', headers });
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-methods');
  });
});

describe('requests that are none of the dashboard', () => {
  it.each([
    ['GET', '/../package.json', 400],
    ['GET', '/assets/../../package.json', 400],
    ['GET', '/assets/%2e%2e/%2e%2e/package.json', 400],
    ['GET', '/assets/..%2F..%2Fpackage.json', 404],
    ['GET', '/assets/%00', 404],
    ['GET', '/%ff', 400],
    ['GET', `/${'a'.repeat(9_000)}`, 414],
    ['GET', '/api/unknown', 404],
    ['GET', '/api/traces/%2e%2e', 400],
    ['DELETE', '/api/traces', 405],
    ['POST', '/api/traces', 405],
    ['GET', '/api/clear', 405],
    ['TRACE', '/api/traces', 405],
    ['GET', '/api/traces?limit=many', 400],
    ['GET', '/api/logs?severity=loud', 400],
    ['POST', '/api/clear?signal=spans', 400],
  ])('%s %s → %i', async (method, path, status) => {
    const answer = await ask({ port: open.port, method, path, headers: { cookie } });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json' });
  });

  it('says which methods there are', async () => {
    const answer = await ask({ port: open.port, method: 'DELETE', path: '/api/traces', headers: { cookie } });
    expect(answer.headers.allow).toBe('GET, HEAD');
  });
});

it('answers with headers that keep the page to itself', async () => {
  const { headers } = await ask({ port: open.port, path: '/api/services', headers: { cookie } });
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
    ),
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  expect(headers['content-security-policy']).not.toContain('unsafe');
});

it('says of a failure nothing but that it was one', async () => {
  expect(open.failures).toEqual([]);
});

describe('the intake', () => {
  it.each([
    ['127.0.0.1:PORT', {}, true],
    ['localhost:PORT', {}, true],
    ['attacker.example:PORT', {}, false],
    ['127.0.0.1:PORT', { origin: 'http://attacker.example' }, false],
    ['127.0.0.1:PORT', { origin: 'null' }, false],
    ['127.0.0.1:PORT', { 'sec-fetch-site': 'cross-site' }, false],
    ['127.0.0.1:PORT', { 'sec-fetch-site': 'same-site' }, false],
  ])('host %s, %o: taken: %s', async (host, more, isTaken) => {
    const headers = {
      ...more,
      host: host.replace('PORT', String(open.otlpPort)),
      'content-type': 'application/json',
    };
    const answer = await ask({ port: open.otlpPort, method: 'POST', path: '/v1/traces', headers, body: '{}' });
    expect([403, 421].includes(answer.status)).toBe(!isTaken);
  });
});

it('does not open in production', async () => {
  const tools = async () => noTools;
  const options = {
    name: 'shop',
    stateFolder: open.folder,
    port: 0,
    otlpPort: 0,
    tools,
    onFailure: () => undefined,
    report: () => undefined,
  };
  await expect(openDashboard({ ...options, env: { NODE_ENV: 'production' } })).rejects.toThrow('not run in production');
});

it('is on this machine alone', async () => {
  const { networkInterfaces } = await import('node:os');
  const others = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  for (const { address, family, internal } of others) {
    if (internal || family !== 'IPv4') continue;
    await expect(fetch(`http://${address}:${open.port}/`)).rejects.toThrow('fetch failed');
    await expect(fetch(`http://${address}:${open.otlpPort}/`)).rejects.toThrow('fetch failed');
  }
});
