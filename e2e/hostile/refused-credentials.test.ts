import { hashPassword } from '@brrt/security';
import { afterAll, describe, expect, it } from 'vitest';
import { startProvider } from '../../libs/security/test/provider.ts';
import { type StartedService, startService } from './support/start-service.ts';

const document = {
  components: {
    securitySchemes: {
      Staff: { type: 'http', scheme: 'basic' },
      Partner: { type: 'apiKey', in: 'header', name: 'X-Partner' },
      Session: { type: 'http', scheme: 'bearer' },
    },
  },
  paths: Object.fromEntries(
    ['Staff', 'Partner', 'Session'].map((name) => [
      `/${name}`,
      { get: { operationId: name, security: [{ [name]: [] }], responses: { '204': { description: 'Fine' } } } },
    ]),
  ),
};
const fine = () => ({ status: 204 });
const hash = await hashPassword('open sesame');
const provider = await startProvider();
const started: StartedService[] = [];
provider.answers.set('/verify', (_, response) => response.writeHead(401).end());
provider.answers.set('/introspect', (_, response) => response.end('{"active":false}'));

afterAll(async () => {
  for (const service of started) await service[Symbol.asyncDispose]();
  await provider.close();
});

/** A new service; `guess` sends a credential that nobody knows and gives the answer. */
async function guessing(security: string, others = '{}') {
  const config = `
security:
  basic: { Staff: { users: { ada: "${hash}" } } }
  remote_api_keys: { Partner: { verify_url: "${provider.url}/verify", timeout_ms: 5000 } }
  introspection: { Session: { url: "${provider.url}/introspect", client_id: a, client_secret: b } }
  ${security}
rate_limit: ${others}
log: { level: silent }
`;
  const service = await startService({ document, handlers: { Staff: fine, Partner: fine, Session: fine }, config });
  started.push(service);
  let guesses = 0;
  return (scheme: string): Promise<Response> => {
    const value = `guess-${guesses++}`;
    const headers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      Staff: { authorization: `Basic ${Buffer.from(`ada:${value}`).toString('base64')}` },
      Partner: { 'x-partner': value },
      Session: { authorization: `Bearer ${value}` },
    };
    return fetch(`http://127.0.0.1:${service.port}/${scheme}`, { headers: headers[scheme] ?? {} });
  };
}

const schemes = ['Staff', 'Partner', 'Session'] as const;

describe('refused credentials', () => {
  it('of each kind are as many as the configuration says, and the 429 says how many and when to come back', async () => {
    const limits = 'refused_credentials: { window_secs: 600, basic: 1, remote_api_keys: 2, introspection: 3 }';
    const guess = await guessing(limits);
    for (const [index, scheme] of schemes.entries()) {
      const allowed = index + 1;
      for (let each = 0; each < allowed; each++) {
        const refused = await guess(scheme);
        expect([refused.status, refused.headers.get('ratelimit')]).toEqual([401, null]);
      }
      const { status, headers } = await guess(scheme);
      expect([status, headers.get('ratelimit-policy')]).toEqual([429, `"refused-credentials";q=${allowed};w=600`]);
      const seconds = Number(headers.get('retry-after'));
      expect(Math.abs(seconds - 600 / allowed)).toBeLessThan(10);
      expect(headers.get('ratelimit')).toBe(`"refused-credentials";r=0;t=${seconds}`);
    }
  });

  it('have quotas beside those of the operation', async () => {
    const guess = await guessing(
      'refused_credentials: { window_secs: 600, basic: 1 }',
      '{ enabled: true, requests: 5, window_secs: 60, key: ip }',
    );
    expect((await guess('Staff')).headers.get('ratelimit-policy')).toBe('"default";q=5;w=60');
    const { status, headers } = await guess('Staff');
    expect(status).toBe(429);
    expect(headers.get('ratelimit-policy')).toBe('"refused-credentials";q=1;w=600, "default";q=5;w=60');
    expect(headers.get('ratelimit')).toMatch(/^"refused-credentials";r=0;t=\d+, "default";r=3;t=\d+$/);
  });

  it('are not counted where that is off', async () => {
    const limits = 'refused_credentials: { enabled: false, basic: 1, remote_api_keys: 1, introspection: 1 }';
    const guess = await guessing(limits);
    for (const scheme of schemes) {
      const statuses = [await guess(scheme), await guess(scheme), await guess(scheme)].map(({ status }) => status);
      expect(statuses).toEqual([401, 401, 401]);
    }
  });
});

it.each([
  ['a limit', 'inquiries: { max_active: 1, max_waiting: 1 }', 1, [401, 401, 503, 503]],
  ['nobody in line', 'inquiries: { max_active: 2, max_waiting: 0 }', 2, [401, 401, 503, 503]],
  ['no limit', 'inquiries: { max_active: 0, max_waiting: 0 }', 4, [401, 401, 401, 401]],
])('questions about credentials are asked with %s', async (_name, section, atOnce, want) => {
  let open = 0;
  let most = 0;
  provider.answers.set('/verify', (_, response) => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      response.writeHead(401).end();
    }, 300);
  });
  const guess = await guessing(section);
  const answers = await Promise.all([1, 2, 3, 4].map(() => guess('Partner')));
  expect(answers.map(({ status }) => status).sort()).toEqual(want);
  expect(most).toBe(atOnce);
});
