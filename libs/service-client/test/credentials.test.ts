import { describe, expect, it } from 'vitest';
import { type AnyClient, createAnyClient, methodOf } from './call.ts';
import { exchangeOf } from './exchange.ts';
import { startUpstream } from './upstream.ts';

const credentials = {
  QueryKey: 'a&b=c',
  CookieKey: 'crumb',
  Bearer: 'token-1',
  OAuth: 'token-2',
  Oidc: 'token-3',
  Basic: 'ada:pässword',
};

it.each<[string, Parameters<AnyClient[string]>[0], object]>([
  ['open', {}, { target: '/open', authorization: 'Bearer token-1' }],
  ['query', {}, { target: '/query?api%20key=a%26b%3Dc' }],
  ['query', { query: { q: 'x' } }, { target: '/query?q=x&api%20key=a%26b%3Dc' }],
  ['cookie', {}, { target: '/cookie', cookie: 'sid=crumb' }],
  ['cookie', { cookies: { c: 'x' } }, { target: '/cookie', cookie: 'c=x; sid=crumb' }],
  ['bearer', {}, { target: '/bearer', authorization: 'Bearer token-1' }],
  ['oauth', {}, { target: '/oauth', authorization: 'Bearer token-2' }],
  ['oidc', {}, { target: '/oidc', authorization: 'Bearer token-3' }],
  ['basic', {}, { target: '/basic', authorization: 'Basic YWRhOnDDpHNzd29yZA==' }],
  ['both', {}, { target: '/both?api%20key=a%26b%3Dc', cookie: 'sid=crumb' }],
])('%s carries what the first alternative asks that is configured', async (operation, request, wanted) => {
  await using upstream = await startUpstream({ status: 204 });
  const client = await createAnyClient('security', { baseUrl: upstream.url, credentials });
  await methodOf(client.bind(exchangeOf()), operation)(request);
  await client.close();
  const [arrived] = upstream.arrived;
  const { authorization, cookie } = arrived?.headers ?? {};
  expect({ target: arrived?.target, authorization, cookie }).toEqual({
    authorization: undefined,
    cookie: undefined,
    ...wanted,
  });
});

it('carries nothing where credentials are optional and there are none', async () => {
  await using upstream = await startUpstream({ status: 204 });
  const client = await createAnyClient('security', { baseUrl: upstream.url }, ['open']);
  await methodOf(client.bind(exchangeOf()), 'open')();
  await client.close();
  expect(upstream.arrived[0]?.headers).not.toHaveProperty('authorization');
});

it('is not made when schemes are left that it has no credentials for, or that no credential fits', async () => {
  const configured = { Certificate: 'x', Digest: 'x' };
  const made = createAnyClient('security', { baseUrl: 'http://127.0.0.1:1', credentials: configured }, ['bearer']);
  await expect(made).rejects.toThrow(
    'security.bearer needs credentials for Certificate, or Digest, or Bearer: set clients.security.credentials or tokens',
  );
});

describe('schemes that take the same field of a request', () => {
  const all = { Basic: 'ada:x', Bearer: 'token', Key: 'k', Other: 'o', Named: 'n' };

  it.each([
    ['header', 'Basic and Bearer both take the header authorization'],
    ['key', 'Key and Other both take the header x-key'],
    ['named', 'Bearer and Named both take the header authorization'],
  ])('are refused where an operation wants both: %s', async (operation, why) => {
    const made = createAnyClient('clash', { baseUrl: 'http://127.0.0.1:1', credentials: all }, [operation]);
    await expect(made).rejects.toThrow(
      `clash.${operation} cannot be called: ${why}, of which a request has one: the contract of clash asks for both at once`,
    );
  });

  it('are left for an alternative that a request can satisfy', async () => {
    await using upstream = await startUpstream({ status: 204 });
    const client = await createAnyClient('clash', { baseUrl: upstream.url, credentials: all }, ['either']);
    await methodOf(client.bind(exchangeOf()), 'either')();
    await client.close();
    expect(upstream.arrived[0]?.headers).toMatchObject({ authorization: 'Basic YWRhOng=', 'x-key': 'k' });
  });

  it('are others in the query where their names differ in case', async () => {
    await using upstream = await startUpstream({ status: 204 });
    const credentials = { Small: 's', Capital: 'c' };
    const client = await createAnyClient('clash', { baseUrl: upstream.url, credentials }, ['queries']);
    await methodOf(client.bind(exchangeOf()), 'queries')();
    await client.close();
    expect(upstream.arrived[0]?.target).toBe('/queries?key=s&Key=c');
  });
});

it.each([
  ['without credentials', {}],
  ['with a credential for another scheme', { credentials: { Other: 'k' } }],
])('is not made %s, when an operation needs them', async (_name, options) => {
  const made = createAnyClient('shop', { baseUrl: 'http://127.0.0.1:1', ...options });
  await expect(made).rejects.toThrow('shop.getItem needs credentials for Key: set clients.shop.credentials');
});
