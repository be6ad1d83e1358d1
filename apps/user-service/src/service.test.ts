import type { Service } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { max, type PetstoreStandIn, startPetstoreStandIn } from '../test/petstore-stand-in.ts';
import { createUserService } from './service.ts';

const ada = '00000000-0000-4000-8000-000000000001';
const nobody = '00000000-0000-4000-8000-00000000dead';
const barbara = { name: 'Barbara Liskov', email: 'barbara@example.com' };
const json = 'application/json';

let petstore: PetstoreStandIn;
let service: Service;

beforeAll(async () => {
  petstore = await startPetstoreStandIn();
});
afterAll(() => petstore.stop());
beforeEach(async () => {
  await service?.close();
  const env = { LOG_LEVEL: 'silent', PETSTORE_URL: petstore.url };
  service = await createUserService(await readConfig({ directory: import.meta.dirname, env }));
});
afterAll(() => service.close());

interface Sending {
  readonly method?: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly key?: string | undefined;
}

/** Status, headers and decoded body of the answer. */
async function send(target: string, { method = 'GET', body, contentType = json, ...others }: Sending = {}) {
  const key = 'key' in others ? others.key : 'dev-user-service-2b8e5d10f3c7';
  const headers = new Headers(body === undefined ? {} : { 'content-type': contentType });
  if (key !== undefined) headers.set('x-api-key', key);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await service.fetch(target, { method, headers, ...(text !== undefined && { body: text }) });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, body: answer === '' ? undefined : JSON.parse(answer) };
}

const create = async (user: object) => (await send('/users', { method: 'POST', body: user })).body;

describe('GET /users', () => {
  it('gives the first page, how many there are and where the others are', async () => {
    const { status, headers, body } = await send('/users?limit=2&sort=-createdAt&role=member&role=guest');
    expect(status).toBe(200);
    expect(body.items.map((user: { name: string }) => user.name)).toEqual(['Edsger Dijkstra', 'Margaret Hamilton']);
    expect(body.total).toBe(3);
    expect(headers.get('x-total-count')).toBe('3');
    const query = '/users?role=member&role=guest&sort=-createdAt&limit=2&offset=';
    expect(headers.get('link')).toBe(`<${query}0>; rel="first", <${query}2>; rel="next", <${query}2>; rel="last"`);
  });

  it('links pages that can be followed to the last and back', async () => {
    const names: string[] = [];
    let target: string | undefined = '/users?limit=2';
    for (let page = 0; target !== undefined && page < 9; page += 1) {
      const { headers, body }: Awaited<ReturnType<typeof send>> = await send(target);
      names.push(...body.items.map((user: { name: string }) => user.name));
      target = /<([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(names).toEqual(['Ada Lovelace', 'Edsger Dijkstra', 'Grace Hopper', 'Linus Torvalds', 'Margaret Hamilton']);
    const { headers } = await send('/users?limit=2&offset=3');
    expect(headers.get('link')).toContain('offset=1>; rel="prev"');
  });

  it('finds a text that looks like a pattern, and nobody', async () => {
    await create({ ...barbara, name: '100% Sure' });
    expect((await send('/users?q=0%25+s')).body.total).toBe(1);
    const { status, headers, body } = await send('/users?q=n%25body');
    expect({ status, body }).toEqual({ status: 200, body: { items: [], total: 0 } });
    expect(headers.get('link')).toMatch(/offset=0>; rel="first", .*offset=0>; rel="last"$/);
  });

  it('keeps the longest search within its header', async () => {
    const { status } = await send(`/users?q=${encodeURIComponent('😀'.repeat(100))}&limit=1&offset=5`);
    expect(status).toBe(200);
  });

  it.each([
    ['limit=0', '/limit', 'minimum'],
    ['limit=101', '/limit', 'maximum'],
    ['limit=ten', '/limit', 'type'],
    ['offset=-1', '/offset', 'minimum'],
    ['q=', '/q', 'minLength'],
    ['sort=age', '/sort/0', 'enum'],
    ['sort=name,name', '/sort', 'uniqueItems'],
    ['role=owner', '/role/0', 'enum'],
  ])('refuses %s', async (query, pointer, keyword) => {
    const { status, body } = await send(`/users?${query}`);
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ in: 'query', pointer, keyword, detail: expect.any(String) }]);
  });
});

describe('POST /users', () => {
  it('registers a member and says where', async () => {
    const { status, headers, body } = await send('/users', { method: 'POST', body: barbara });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...barbara, role: 'member', bio: null });
    expect(headers.get('location')).toBe(`/users/${body.id}`);
    expect((await send(`/users/${body.id}`)).body).toEqual(body);
  });

  it('takes role and biography', async () => {
    const user = { ...barbara, role: 'admin', bio: 'Substitutes\nsubtypes.' };
    expect(await create(user)).toMatchObject(user);
  });

  it('refuses an address that is taken, whatever its case', async () => {
    const { status, headers, body } = await send('/users', {
      method: 'POST',
      body: { ...barbara, email: 'ADA@example.com' },
    });
    expect(status).toBe(409);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({
      type: 'urn:brrt:problem:email-taken',
      code: 'ERR_EMAIL_TAKEN',
      detail: 'Another user has this e-mail address',
    });
  });

  it('registers one of ten that ask for an address at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send('/users', { method: 'POST', body: barbara })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...new Array(9).fill(409)]);
  });

  it.each<[string, unknown, string, string]>([
    ['no address', { name: 'B' }, '/email', 'required'],
    ['no e-mail address', { ...barbara, email: 'nowhere' }, '/email', 'format'],
    ['a name of spaces', { ...barbara, name: '  ' }, '/name', 'pattern'],
    ['a name that a database cannot keep', { ...barbara, name: 'a\u0000b' }, '/name', 'pattern'],
    ['a biography that a database cannot keep', { ...barbara, bio: '\u0000' }, '/bio', 'pattern'],
    ['an unknown role', { ...barbara, role: 'owner' }, '/role', 'enum'],
    ['what users do not have', { ...barbara, id: ada }, '/id', 'additionalProperties'],
    ['a list', [], '', 'type'],
  ])('refuses %s', async (_name, body, pointer, keyword) => {
    const answer = await send('/users', { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual({ in: 'body', pointer, keyword, detail: expect.any(String) });
  });

  it.each([
    ['no body', {}, 400],
    ['what is no JSON', { body: '{"name":' }, 400],
    ['another media type', { body: 'name=B', contentType: 'application/x-www-form-urlencoded' }, 415],
  ])('refuses %s', async (_name, sending, wanted) => {
    expect((await send('/users', { method: 'POST', ...sending })).status).toBe(wanted);
  });
});

describe('GET /users/{id}', () => {
  it('gives one user, and to HEAD the same without a body', async () => {
    expect(await send(`/users/${ada}`)).toMatchObject({ status: 200, body: { id: ada, name: 'Ada Lovelace' } });
    expect(await send(`/users/${ada}`, { method: 'HEAD' })).toMatchObject({ status: 200, body: undefined });
  });

  it('finds an id in upper case', async () => {
    const { id } = await create(barbara);
    expect((await send(`/users/${id.toUpperCase()}`)).body.id).toBe(id);
  });
});

describe('PUT /users/{id}', () => {
  it('replaces a user, with defaults for what is left out', async () => {
    const { status, body } = await send(`/users/${ada}`, { method: 'PUT', body: barbara });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: ada,
      ...barbara,
      role: 'member',
      bio: null,
      createdAt: '2024-01-10T09:00:00.000Z',
    });
  });
});

describe('PATCH /users/{id}', () => {
  it.each([json, 'application/merge-patch+json'])('changes what is sent as %s', async (contentType) => {
    const body = { name: 'Ada King', bio: null };
    const answer = await send(`/users/${ada}`, { method: 'PATCH', body, contentType });
    expect(answer).toMatchObject({ status: 200, body: { name: 'Ada King', bio: null, email: 'ada@example.com' } });
  });

  it.each([
    ['nothing', {}],
    ['no name', { name: null }],
    ['an id', { id: nobody }],
  ])('refuses %s', async (_name, body) => {
    expect((await send(`/users/${ada}`, { method: 'PATCH', body })).status).toBe(400);
  });
});

describe('DELETE /users/{id}', () => {
  it('removes a user once', async () => {
    expect(await send(`/users/${ada}`, { method: 'DELETE' })).toMatchObject({ status: 204, body: undefined });
    expect((await send(`/users/${ada}`, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('an operation on one user', () => {
  const operations: [string, string, unknown][] = [
    ['GET', '', undefined],
    ['PUT', '', barbara],
    ['PATCH', '', { role: 'guest' }],
    ['DELETE', '', undefined],
    ['GET', '/pets', undefined],
  ];

  it.each(operations)('%s …%s says 404 when there is none', async (method, rest, body) => {
    const answer = await send(`/users/${nobody}${rest}`, { method, body });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ type: 'urn:brrt:problem:user-not-found', code: 'ERR_USER_NOT_FOUND' });
  });

  it.each(operations)('%s …%s says 400 when the id is none', async (method, rest, body) => {
    const answer = await send(`/users/1${rest}`, { method, body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ in: 'path', pointer: '/id', keyword: 'format', detail: expect.any(String) }]);
  });

  it.each(operations)('%s …%s says 401 to strangers', async (method, rest, body) => {
    for (const key of [undefined, 'guessed']) {
      const answer = await send(`/users/1${rest}`, { method, body, key });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).not.toBeNull();
    }
  });

  it.each(['PUT', 'PATCH'])('%s says 409 when the address belongs to another', async (method) => {
    const body = { ...barbara, email: 'Grace@Example.com' };
    expect((await send(`/users/${ada}`, { method, body })).status).toBe(409);
  });
});

describe('GET /users/{id}/pets', () => {
  const pets = `/users/${ada}/pets`;

  it("asks the pet store, with the caller's trace and request id and its own credentials", async () => {
    petstore.answer = { status: 200, headers: { 'x-total-count': '1' }, body: [max] };
    const response = await service.fetch(pets, {
      headers: {
        'x-api-key': 'dev-user-service-2b8e5d10f3c7',
        'x-request-id': 'b3e1c1de-66a3-4c0b-9d36-0f9a3f3f3a10',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      },
    });
    expect(await response.json()).toEqual({ items: [{ id: 1, name: 'Max', breed: 'Labrador', age: 3 }] });
    const call = petstore.arrived.at(-1);
    expect(call?.url).toBe(`/users/${ada}/pets`);
    expect(call?.headers).toMatchObject({
      'x-api-key': 'petstore-header-key-6f1d0c94',
      'x-request-id': 'b3e1c1de-66a3-4c0b-9d36-0f9a3f3f3a10',
    });
    expect(call?.headers.traceparent).toMatch(
      /^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/,
    );
    expect(Number(call?.headers['x-request-timeout-ms'])).toBeLessThanOrEqual(2_000);
  });

  it.each([
    [
      'breaks its contract',
      { status: 200, headers: { 'x-total-count': '1' }, body: [{ secret: 1 }] },
      'upstream-contract',
    ],
    [
      'has a problem',
      { status: 500, body: { type: 'about:blank', title: 'secret', status: 500 } },
      'upstream-unavailable',
    ],
    [
      'refuses the credentials',
      { status: 401, body: { type: 'about:blank', title: 'No', status: 401 } },
      'upstream-unavailable',
    ],
  ])('says 502 when the pet store %s', async (_name, answer, type) => {
    petstore.answer = answer;
    const { status, body } = await send(pets);
    expect(status).toBe(502);
    expect(body).toMatchObject({ type: `urn:brrt:problem:${type}`, code: 'ERR_UPSTREAM' });
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});

it('says 502 when there is no pet store', async () => {
  const gone = await startPetstoreStandIn();
  await gone.stop();
  const env = { LOG_LEVEL: 'silent', PETSTORE_URL: gone.url };
  const lonely = await createUserService(await readConfig({ directory: import.meta.dirname, env }));
  const headers = { 'x-api-key': 'dev-user-service-2b8e5d10f3c7' };
  const response = await lonely.fetch(`/users/${ada}/pets`, { headers });
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ type: 'urn:brrt:problem:upstream-unavailable' });
  expect((await lonely.fetch('/ready')).status).toBe(200);
  await lonely.close();
});

it('does not start in production without credentials', async () => {
  const env = { NODE_ENV: 'production', LOG_LEVEL: 'silent' };
  await expect(readConfig({ directory: import.meta.dirname, env })).rejects.toThrow(
    /ApiKeyHeader.*USER_SERVICE_API_KEY/,
  );
});
