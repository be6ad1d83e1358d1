import type { AdmissionDecision, RouteAdmission } from '@brrt/router-core/ports';
import { TokenBuckets } from '@brrt/router-core/ports';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClientAddress } from '../src/admission/client-address.ts';
import { clientKey } from '../src/admission/client-key.ts';
import { BoundedCache } from '../src/bounded-cache.ts';
import { createSecurity } from '../src/index.ts';
import { givenConfig, givenExchange, givenOperation, givenRequest, schemes } from './given.ts';

afterEach(() => {
  vi.useRealTimers();
});

const list = givenOperation();

function given(rateLimit: object, operation = list) {
  const config = givenConfig({ rateLimit: { enabled: true, requests: 2, windowSecs: 10, ...rateLimit } });
  const { admission, warnings } = createSecurity({ operations: [operation], securitySchemes: {} }, config);
  return { route: admission?.compile(operation), warnings };
}

async function from(
  route: RouteAdmission | undefined,
  remoteAddress = '192.0.2.1',
): Promise<AdmissionDecision | undefined> {
  return route?.admit(givenExchange(givenRequest({}, { remoteAddress })));
}

describe('rate limits', () => {
  it('let pass what is within and refuse what is beyond, saying when to come back', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { route } = given({});
    expect(await from(route)).toEqual({
      admitted: true,
      headers: ['ratelimit-policy', '"default";q=2;w=10', 'ratelimit', '"default";r=1;t=5'],
    });
    expect(await from(route)).toMatchObject({
      admitted: true,
      headers: expect.arrayContaining(['"default";r=0;t=10']),
    });
    expect(await from(route)).toEqual({
      admitted: false,
      status: 429,
      reason: 'rate_limit',
      retryAfterSeconds: 5,
      headers: ['ratelimit-policy', '"default";q=2;w=10', 'ratelimit', '"default";r=0;t=5'],
    });
    vi.advanceTimersByTime(5_000);
    expect(await from(route)).toMatchObject({ admitted: true });
    expect(await from(route)).toMatchObject({ admitted: false });
  });

  it('count each client apart', async () => {
    const { route } = given({ requests: 1 });
    expect(await from(route, '192.0.2.1')).toMatchObject({ admitted: true });
    expect(await from(route, '192.0.2.1')).toMatchObject({ admitted: false });
    expect(await from(route, '192.0.2.2')).toMatchObject({ admitted: true });
  });

  it('ignore headers that claim another address', async () => {
    const { route } = given({ requests: 1 });
    const claim = (address: string) => route?.admit(givenExchange(givenRequest({ 'X-Forwarded-For': address })));
    expect(await claim('203.0.113.1')).toMatchObject({ admitted: true });
    expect(await claim('203.0.113.2')).toMatchObject({ admitted: false });
  });

  it('can be tighter for one operation', async () => {
    const { route } = given({ routes: { listPets: 1 } });
    expect(await from(route)).toMatchObject({ headers: expect.arrayContaining(['"operation";q=1;w=10']) });
    expect(await from(route)).toMatchObject({ admitted: false });
  });

  it('tell of operations that do not exist', () => {
    expect(given({ routes: { listPet: 1, zzzzzzzzzz: 1 } }).warnings).toEqual([
      'rate_limit.routes.listPet has no effect: no such operation, did you mean listPets?',
      'rate_limit.routes.zzzzzzzzzz has no effect: no such operation',
    ]);
  });

  it('leave out OPTIONS when told so', () => {
    const options = givenOperation({ method: 'OPTIONS' });
    expect(given({ skipOptions: true }, options).route).toBeUndefined();
    expect(given({}, options).route).toBeDefined();
  });
});

describe('a caller', () => {
  const secured = givenOperation({ security: [[{ scheme: 'ApiKey', scopes: [] }]] });
  const principal = (subject: string) => ({ scheme: 'ApiKey', subject, scopes: [], claims: {} });

  function limits(rateLimit: object): RouteAdmission {
    const config = givenConfig({
      rateLimit: { enabled: true, requests: 1, windowSecs: 10, ...rateLimit },
      security: { apiKeys: { ApiKey: { sha256: ['0'.repeat(64)], headerName: undefined, scopes: [] } } },
    });
    const { admission } = createSecurity({ operations: [secured], securitySchemes: schemes }, config);
    const route = admission?.compile(secured);
    if (route === undefined) throw new TypeError('nothing is limited');
    return route;
  }

  const exchange = givenExchange(givenRequest());
  const admitted = (decision: unknown) => (decision as AdmissionDecision | undefined)?.admitted;
  const call = (route: RouteAdmission, subject?: string) =>
    admitted(route.admitCaller?.({ ...exchange, principal: subject === undefined ? undefined : principal(subject) }));

  it('who authenticated is counted alone', () => {
    const route = limits({});
    expect([call(route, 'ada'), call(route, 'ada'), call(route, 'grace')]).toEqual([true, false, true]);
    expect(admitted(route.admit(exchange))).toBe(true);
  });

  it('who did not is counted by address, and so are refused credentials', () => {
    const route = limits({ requests: 2 });
    expect(call(route)).toBe(true);
    route.refused?.(exchange);
    expect([admitted(route.admit(exchange)), call(route)]).toEqual([false, false]);
  });

  it('is not asked for with key: ip', () => {
    const route = limits({ key: 'ip' });
    expect([admitted(route.admit(exchange)), admitted(route.admit(exchange))]).toEqual([true, false]);
    expect([route.admitCaller, route.refused]).toEqual([undefined, undefined]);
  });

  it('is the only one who counts with key: subject', () => {
    const route = limits({ key: 'subject' });
    expect([admitted(route.admit(exchange)), call(route), call(route)]).toEqual([true, true, true]);
    expect([call(route, 'ada'), call(route, 'ada')]).toEqual([true, false]);
  });

  it('who is nobody is told of where nobody is counted', () => {
    expect(given({ key: 'subject' })).toEqual({
      route: undefined,
      warnings: ['rate_limit.key is subject: nobody is counted for listPets'],
    });
  });
});

describe('the address of a client', () => {
  const proxies = ['10.0.0.0/8', '192.0.2.1', 'fd00::/8'];
  it.each([
    ['of a stranger', '198.51.100.1', '203.0.113.1', '198.51.100.1'],
    ['of a proxy without a header', '192.0.2.1', undefined, '192.0.2.1'],
    ['behind a proxy', '192.0.2.1', '203.0.113.1', '203.0.113.1'],
    ['behind a proxy that is mapped to IPv6', '::ffff:10.1.1.1', '203.0.113.1', '203.0.113.1'],
    ['behind two proxies', '10.0.0.1', '203.0.113.1, fd12::1', '203.0.113.1'],
    ['with something made up before it', '10.0.0.1', '198.51.100.9, 203.0.113.1', '203.0.113.1'],
    ['with a port', '10.0.0.1', '203.0.113.1:8080', '203.0.113.1'],
    ['of IPv6', '10.0.0.1', '2001:db8::7', '2001:db8::7'],
    ['of IPv6 with a port', '10.0.0.1', '[2001:db8::7]:443', '2001:db8::7'],
    ['of proxies alone', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['that is no address', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['that is no address, behind one that is', '10.0.0.1', '203.0.113.1, secret', '10.0.0.1'],
    ['of no connection', undefined, '203.0.113.1', undefined],
  ])('%s', (_name, remoteAddress, header, want) => {
    const addressOf = createClientAddress({ trustedProxies: proxies, forwardedHeader: 'x-forwarded-for' });
    const headers = header === undefined ? {} : { 'X-Forwarded-For': header };
    expect(addressOf(givenRequest(headers, { remoteAddress }))).toBe(want);
  });

  it.each([
    ['for=203.0.113.1', '203.0.113.1'],
    ['For="203.0.113.1:80";proto=http;by=203.0.113.43', '203.0.113.1'],
    ['for=198.51.100.1, by=a; for="[2001:db8::7]:443"', '2001:db8::7'],
    ['for=203.0.113.1, for=10.0.0.2', '203.0.113.1'],
    ['for=_gazonk', '10.0.0.1'],
    ['proto=https', '10.0.0.1'],
  ])('in Forwarded: %s', (header, want) => {
    const addressOf = createClientAddress({ trustedProxies: proxies, forwardedHeader: 'forwarded' });
    const headers = { Forwarded: header, 'X-Forwarded-For': '198.51.100.66' };
    expect(addressOf(givenRequest(headers, { remoteAddress: '10.0.0.1' }))).toBe(want);
  });
});

describe('buckets', () => {
  it('hold all their tokens whatever their number', () => {
    for (const requests of [1, 3, 7, 100, 999]) {
      const buckets = new TokenBuckets({ requests, windowMs: 1_000, maxKeys: 10 });
      const taken = Array.from({ length: requests + 1 }, () => buckets.take('a', 12_345.678));
      expect(taken.filter(({ admitted }) => admitted)).toHaveLength(requests);
      expect(taken[0]?.remaining).toBe(requests - 1);
    }
  });

  it('are bounded: the client that was quiet for longest is forgotten first', () => {
    const buckets = new TokenBuckets({ requests: 1, windowMs: 1_000, maxKeys: 2 });
    for (const key of ['a', 'b', 'c']) buckets.take(key, 0);
    expect(buckets.size).toBe(2);
    expect(buckets.take('c', 0).admitted).toBe(false);
    expect(buckets.take('a', 0).admitted).toBe(true);
  });

  it('are forgotten when they are full again', () => {
    const buckets = new TokenBuckets({ requests: 1, windowMs: 1_000, maxKeys: 100 });
    for (const key of ['a', 'b', 'c']) buckets.take(key, 0);
    buckets.take('d', 5_000);
    expect(buckets.size).toBe(1);
  });
});

describe('the client of an address', () => {
  it.each([
    [undefined, 'unknown'],
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['2001:db8:1:2:3::', '2001:db8:1:2'],
  ])('%s is %s', (address, want) => {
    expect(clientKey(address)).toBe(want);
  });
});

describe('the cache of verified credentials', () => {
  it('forgets the one that was unused for longest, and those that expired', () => {
    const cache = new BoundedCache<number>(2);
    const later = Date.now() + 60_000;
    cache.set('a', 1, later);
    cache.set('b', 2, later);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3, later);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
    cache.set('a', 1, Date.now() - 1);
    expect(cache.get('a')).toBeUndefined();
  });
});
