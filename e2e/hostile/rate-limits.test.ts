import { afterAll, describe, expect, it } from 'vitest';
import { exchangeRaw, type RawAnswer } from './exchange-raw.ts';
import { type StartedService, startService } from './support/start-service.ts';

const ok = { '200': { description: 'Fine', content: { 'application/json': { schema: { type: 'string' } } } } };
const document = {
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } } },
  paths: {
    '/open': { get: { operationId: 'open', responses: ok } },
    '/mine': { get: { operationId: 'mine', security: [{ Key: [] }], responses: ok } },
    '/perhaps': { get: { operationId: 'perhaps', security: [{}, { Key: [] }], responses: ok } },
  },
};
const fine = () => ({ status: 200, body: 'fine' });
const handlers = { open: fine, mine: fine, perhaps: fine };
const started: StartedService[] = [];

afterAll(async () => {
  for (const service of started) await service[Symbol.asyncDispose]();
});

/** A new service; `ask` sends `GET /path` with header lines and gives the answer. */
async function limited(rateLimit: string, http = '{}') {
  const config = `
http: ${http}
security: { api_keys: { Key: { keys: [hostile-key-ada1, hostile-key-grace] } } }
rate_limit: { enabled: true, window_secs: 60, ${rateLimit} }
log: { level: silent }
`;
  const service = await startService({ document, handlers, config });
  started.push(service);
  return async (path: string, ...headers: readonly string[]): Promise<RawAnswer> => {
    const lines = ['Host: a', ...headers].join('\r\n');
    const { answers } = await exchangeRaw(service.port, `GET ${path} HTTP/1.1\r\n${lines}\r\n\r\n`);
    if (answers[0] === undefined) throw new TypeError('no answer');
    return answers[0];
  };
}

const ada = 'X-API-Key: hostile-key-ada1';
const grace = 'X-API-Key: hostile-key-grace';
const stranger = 'X-API-Key: hostile-key-none';

describe('rate limits', () => {
  it('say on every answer what is left, and on the last when to come back', async () => {
    const ask = await limited('requests: 2');
    const [first, second, third] = [await ask('/open'), await ask('/open'), await ask('/open')];
    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=2;w=60');
    expect(first.headers.get('ratelimit')).toBe('"default";r=1;t=30');
    expect(second.headers.get('ratelimit')).toMatch(/^"default";r=0;t=(59|60)$/);
    expect(third.status).toBe(429);
    expect(third.headers.get('retry-after')).toMatch(/^(29|30)$/);
    expect(third.headers.get('ratelimit')).toMatch(/^"default";r=0;t=(29|30)$/);
    expect(JSON.parse(third.body)).toMatchObject({ type: 'urn:brrt:problem:rate-limited', code: 'ERR_RATE_LIMITED' });
  });

  it.each(['/livez', '/readyz', '/metrics', '/openapi.json'])('leave %s alone', async (path) => {
    const ask = await limited('requests: 1');
    expect([(await ask(path)).status, (await ask(path)).status]).toEqual([200, 200]);
  });

  it('count each caller apart, whatever the address', async () => {
    const ask = await limited('requests: 1');
    expect((await ask('/mine', ada)).headers.get('ratelimit')).toBe('"default";r=0;t=60');
    expect((await ask('/mine', grace)).status).toBe(200);
    expect((await ask('/mine', ada)).status).toBe(429);
    expect((await ask('/perhaps', ada)).status).toBe(200);
  });

  it('count refused credentials for their address, and do not look at the next one', async () => {
    const ask = await limited('requests: 2');
    expect([(await ask('/mine', stranger)).status, (await ask('/mine')).status]).toEqual([401, 401]);
    expect([(await ask('/mine', stranger)).status, (await ask('/mine', ada)).status]).toEqual([429, 429]);
  });

  it('count nobody for the address where credentials are optional and absent', async () => {
    const ask = await limited('requests: 1');
    expect([(await ask('/perhaps')).status, (await ask('/perhaps')).status]).toEqual([200, 429]);
  });

  it('count by address alone with key: ip', async () => {
    const ask = await limited('requests: 1, key: ip');
    expect([(await ask('/mine', ada)).status, (await ask('/mine', grace)).status]).toEqual([200, 429]);
  });

  it('count callers alone with key: subject', async () => {
    const ask = await limited('requests: 1, key: subject');
    expect([(await ask('/mine', ada)).status, (await ask('/mine', ada)).status]).toEqual([200, 429]);
    expect([(await ask('/open')).status, (await ask('/open')).status]).toEqual([200, 200]);
    expect([(await ask('/mine', stranger)).status, (await ask('/mine', stranger)).status]).toEqual([401, 401]);
  });
});

describe('H17 addresses that a header claims', () => {
  const claims = [
    'X-Forwarded-For: 203.0.113.',
    'Forwarded: for=203.0.113.',
    'X-Real-IP: 203.0.113.',
    'CF-Connecting-IP: 203.0.113.',
    'True-Client-IP: 203.0.113.',
    'X-Client-IP: 203.0.113.',
  ];

  it.each(claims)('are not believed without a trusted proxy: %s', async (claim) => {
    const ask = await limited('requests: 5, key: ip');
    const statuses: number[] = [];
    for (let each = 0; each < 50; each++) statuses.push((await ask('/open', `${claim}${each}`)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
  });

  it('are believed from the right, up to the first that is no proxy', async () => {
    const ask = await limited('requests: 1', '{ trusted_proxies: [127.0.0.1, 10.0.0.0/8] }');
    const via = (value: string) => ask('/open', `X-Forwarded-For: ${value}`).then(({ status }) => status);
    expect(await via('203.0.113.1, 10.1.2.3')).toBe(200);
    // Whatever stands left of it was made up, and so is another header.
    for (let each = 0; each < 20; each++) expect(await via(`198.51.100.${each}, 203.0.113.1, 10.1.2.3`)).toBe(429);
    const other = await ask('/open', 'X-Forwarded-For: 203.0.113.1', 'Forwarded: for=198.51.100.1');
    expect(other.status).toBe(429);
    expect(await via('203.0.113.2')).toBe(200);
    // Two header lines are one list.
    const two = await ask('/open', 'X-Forwarded-For: 198.51.100.9', 'X-Forwarded-For: 203.0.113.2');
    expect(two.status).toBe(429);
  });

  it('are read from Forwarded where that is what proxies write', async () => {
    const ask = await limited('requests: 1', '{ trusted_proxies: [127.0.0.0/8], forwarded_header: forwarded }');
    const via = (value: string) => ask('/open', `Forwarded: ${value}`).then(({ status }) => status);
    expect(await via('for="[2001:db8::1]:4711";proto=https, For=127.0.0.7;by=a')).toBe(200);
    // One client has the whole /64.
    expect(await via('for="[2001:db8::2]"')).toBe(429);
    expect(await via('proto=https;for=203.0.113.1')).toBe(200);
    expect(await via('for=203.0.113.1:80')).toBe(429);
  });

  it('that nobody can read are those of the proxy', async () => {
    const ask = await limited('requests: 1', '{ trusted_proxies: [127.0.0.1] }');
    const via = (value: string) => ask('/open', `X-Forwarded-For: ${value}`).then(({ status }) => status);
    expect(await via('unknown')).toBe(200);
    for (const value of ['_hidden', '', '203.0.113.9, nonsense', '999.1.1.1', '203.0.113.9,', '<script>']) {
      expect(await via(value)).toBe(429);
    }
  });
});
