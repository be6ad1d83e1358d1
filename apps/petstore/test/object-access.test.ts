import type { Service } from '@brrt/router-core';
import type { DevelopmentCredential } from '@brrt/router-core/config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPetstoreService } from '../src/service.ts';
import { ada, grace } from '../src/store/seed/people.ts';
import { config, headerKey, firstOrder as order } from './petstore.ts';

const key = { 'x-api-key': headerKey };

const absent = '20000000-0000-4000-8000-00000000ffff';

let service: Service;
beforeAll(async () => {
  const development = {
    ...config.security.development,
    BearerAuth: user('token-of-ada', ada),
    OAuth2: user('token-of-grace', grace),
  };
  service = await createPetstoreService({ ...config, security: { ...config.security, development } });
});
afterAll(() => service.close());

function user(token: string, subject: string): DevelopmentCredential {
  return { token, subject, scopes: ['read'], key: undefined, username: undefined, password: undefined };
}

describe('an order', () => {
  it.each([
    ['is shown to the user whose it is', order, { authorization: 'Bearer token-of-ada' }, 200],
    ['is shown to an application', order, key, 200],
    ['is not there for another user', order, { authorization: 'Bearer token-of-grace' }, 404],
    ['that nobody placed is not there', absent, { authorization: 'Bearer token-of-grace' }, 404],
    ['is not shown to strangers', order, {}, 401],
  ])('%s', async (_name, id, headers, status) => {
    const response = await service.fetch(`/orders/${id}`, { headers });
    expect(response.status).toBe(status);
    expect((await response.text()).includes(ada)).toBe(status === 200);
  });

  it('of somebody else cannot be told from one that does not exist', async () => {
    const headers = { authorization: 'Bearer token-of-grace' };
    const [hidden, missing] = await Promise.all(
      [order, absent].map(
        async (id): Promise<object> => JSON.parse(await (await service.fetch(`/orders/${id}`, { headers })).text()),
      ),
    );
    const occurrence = { instance: '', requestId: '', traceId: '' };
    expect({ ...hidden, ...occurrence }).toEqual({ ...missing, ...occurrence });
  });
});
