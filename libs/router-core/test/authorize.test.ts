import { describe, expect, it } from 'vitest';
import {
  type Authorizer,
  type AuthorizerRegistry,
  type HandlerContext,
  type HandlerRequest,
  ProblemError,
} from '../src/index.ts';
import { createTestService, key } from './test-service.ts';

const lamp = { id: 1, name: 'Lamp of user A' };
const missing = (): ProblemError => new ProblemError({ status: 404, type: 'thing-not-found', title: 'No such thing' });

/** A service whose one thing belongs to user A, and what its handlers were called for. */
function createShop(rule: Authorizer | 'allow', options: object = {}) {
  const handled: string[] = [];
  const registry: AuthorizerRegistry<HandlerContext> = { getThing: rule, addThing: rule, slow: rule };
  const service = createTestService(
    {
      getThing: ({ path }: HandlerRequest) => {
        handled.push('getThing');
        if (path.thingId !== 1) throw missing();
        return { status: 200, body: lamp };
      },
      addThing: () => {
        handled.push('addThing');
        return { status: 201, body: lamp };
      },
    },
    { authorize: registry, ...options },
  );
  return { service, handled };
}

const rows: readonly (readonly [name: string, rule: Authorizer | 'allow', status: number])[] = [
  ['answers 200 where the rule allows', () => true, 200],
  ['answers 200 where the rule allows later', async () => true, 200],
  ['answers 200 where everything is allowed', 'allow', 200],
  ['answers 403 where the rule forbids', () => false, 403],
  ['answers 403 where the rule forbids later', async () => false, 403],
  ['answers 403 where the rule returns nothing', (() => undefined) as never, 403],
  ['answers 403 where the rule returns a text', (() => 'allow') as never, 403],
  [
    'answers 404 where the rule hides the object',
    () => {
      throw missing();
    },
    404,
  ],
  ['answers 404 where the rule hides the object later', () => Promise.reject(missing()), 404],
  [
    'answers 500 where the rule fails',
    () => {
      throw new TypeError('Lamp of user A');
    },
    500,
  ],
  ['answers 500 where the rule fails later', () => Promise.reject(new TypeError('Lamp of user A')), 500],
];

describe('authorize', () => {
  it.each(rows)('%s', async (_name, rule, status) => {
    const { service, handled } = createShop(rule);
    const response = await service.fetch('/v1/things/1', { headers: key });
    expect(response.status).toBe(status);
    expect(handled).toEqual(status === 200 ? ['getThing'] : []);
    expect((await response.text()).includes('Lamp of user A')).toBe(status === 200);
  });

  it('hides an object so that it cannot be told from one that is not there', async () => {
    const { service } = createShop(({ path }) => {
      if (path.thingId === 1) throw missing();
      return true;
    });
    const [hidden, absent] = await Promise.all(
      [1, 2].map(
        async (id): Promise<object> =>
          JSON.parse(await (await service.fetch(`/v1/things/${id}`, { headers: key })).text()),
      ),
    );
    const anonymous = { instance: '', requestId: '', traceId: '' };
    expect({ ...hidden, ...anonymous }).toEqual({ ...absent, ...anonymous });
  });

  it('gives the rule decoded parameters and the caller, and no body', async () => {
    const seen: unknown[] = [];
    const { service } = createShop((request, { principal, operation }) => {
      seen.push({ request, subject: principal?.subject, operation: operation.id });
      return true;
    });
    await service.fetch('/v1/things/1', { headers: key });
    const request = { path: { thingId: 1 }, query: {}, headers: {}, cookies: {} };
    expect(seen).toEqual([{ request, subject: 'Key-user', operation: 'getThing' }]);
  });

  it.each([
    ['a stranger learns nothing from the rule', {}, '/v1/things/1', 401],
    ['parameters are valid before the rule sees them', key, '/v1/things/one', 400],
  ])('%s', async (_name, headers, path, status) => {
    const { service } = createShop(() => false);
    expect((await service.fetch(path, { headers })).status).toBe(status);
  });

  it('forbids before the body is looked at', async () => {
    const { service, handled } = createShop(() => false);
    const headers = { ...key, 'content-type': 'application/json' };
    const response = await service.fetch('/v1/things', { method: 'POST', headers, body: '{"broken":' });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'ERR_ACCESS_FORBIDDEN', status: 403 });
    expect(handled).toEqual([]);
  });

  it('guards what answers from the contract too', async () => {
    const service = createTestService({}, { authorize: { getThing: () => false } });
    expect((await service.fetch('/v1/things/1', { headers: key })).status).toBe(403);
  });

  it('is bound to the deadline of its operation', async () => {
    const { service } = createShop(() => new Promise(() => {}));
    expect((await service.fetch('/v1/slow')).status).toBe(504);
  });

  it('does not start with a rule for no operation: the one that was meant would be open', () => {
    expect(() => createTestService({}, { authorize: { getThign: () => false } })).toThrow(
      'authorizer "getThign" belongs to no operation of the contract',
    );
  });
});
