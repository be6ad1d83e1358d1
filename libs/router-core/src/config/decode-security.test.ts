// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are YAML with variables

import { describe, expect, it } from 'vitest';
import { givenConfigFolder, mistakesOf, production } from './config-folder.fixture.ts';

const hash = `$scrypt$ln=14,r=8,p=1$${'s'.repeat(22)}$${'h'.repeat(43)}`;
const { read } = givenConfigFolder();

describe('security', () => {
  it('keeps only digests of API keys', async () => {
    const given = 'f'.repeat(64).toUpperCase();
    const config = await read(
      `security: { api_keys: { A: { key: test123, keys: [a, b], sha256: [${given}], header_name: X-Key } } }`,
    );
    const { A } = config.security.apiKeys;
    expect(A?.headerName).toBe('X-Key');
    expect(A?.sha256).toHaveLength(4);
    expect(A?.sha256.at(-1)).toBe(given.toLowerCase());
    expect(JSON.stringify(config)).not.toContain('test123');
  });

  it('takes secrets of production from the environment, and long ones from the file', async () => {
    const text = 'security: { api_keys: { A: { keys: ["${K}", "0123456789abcdef"] } } }';
    const config = await read(text, { env: { ...production, K: 'k' } });
    expect(config.security.apiKeys.A?.sha256).toHaveLength(2);
    const fallback = read('security: { api_keys: { A: { key: "${K:-short}" } } }', { env: production });
    expect(await mistakesOf(fallback)).toHaveLength(1);
  });

  it('reads key sets and warns of claims that nobody checks', async () => {
    const text =
      'security: { jwks: { B: { jwks_url: "https://i.example/jwks", iss: "https://i.example/", algorithms: [ES256] } } }';
    const config = await read(text);
    expect(config.security.jwks.B).toEqual({
      jwksUrl: 'https://i.example/jwks',
      iss: 'https://i.example/',
      aud: undefined,
      leewaySecs: 30,
      cacheTtlSecs: 300,
      algorithms: ['ES256'],
      audClaim: 'aud',
      typ: undefined,
    });
    expect(config.warnings).toEqual(['security.jwks.B has no aud: tokens with any aud claim are accepted']);
  });

  it.each([
    ['issuer and key set', '', 'https://auth.example/', 'https://auth.example/.well-known/jwks.json'],
    [
      'nothing that is given',
      ', issuer: "https://i.example", jwks_url: "https://k.example/jwks"',
      'https://i.example',
      'https://k.example/jwks',
    ],
  ])('derives of PropelAuth %s', async (_name, more, iss, jwksUrl) => {
    const config = await read(`security: { propelauth: { auth_url: "https://auth.example/", audience: api${more} } }`);
    expect(config.security.propelauth).toMatchObject({ iss, jwksUrl, aud: 'api', cacheTtlSecs: 300 });
  });

  it('reads issuers, introspection and remote keys, with the keys of BRRTRouter', async () => {
    const config = await read(
      `
      security:
        oidc: { A: { issuer: "https://i.example/", aud: api, aud_claim: client_id } }
        introspection: { B: { issuer: "https://i.example/", client_id: me, client_secret: "\${SECRET}" } }
        remote_api_keys: { C: { verify_url: "https://auth.example/verify", timeout_ms: 500, header_name: X-Key, cache_ttl_secs: 60 } }
    `,
      { env: { SECRET: 'from outside' } },
    );
    expect(config.security).toMatchObject({
      oidc: { A: { issuer: 'https://i.example/', aud: 'api', audClaim: 'client_id', cacheTtlSecs: 300 } },
      introspection: {
        B: { url: undefined, issuer: 'https://i.example/', clientSecret: 'from outside', cacheTtlSecs: 30 },
      },
      remoteApiKeys: {
        C: { verifyUrl: 'https://auth.example/verify', timeoutMs: 500, headerName: 'X-Key', scopes: [] },
      },
    });
  });

  it('bounds refused credentials and questions about them, unless told otherwise', async () => {
    const { refusedCredentials, inquiries } = (await read('')).security;
    const want = { enabled: true, windowSecs: 20, maxKeys: 10_000, basic: 20, remoteApiKeys: 100, introspection: 100 };
    expect([refusedCredentials, inquiries]).toEqual([want, { maxActive: 100, maxWaiting: 400 }]);
    const other = await read(
      'security: { refused_credentials: { enabled: false, basic: 5 }, inquiries: { max_active: 0, max_waiting: 9 } }',
    );
    expect(other.security).toMatchObject({
      refusedCredentials: { ...want, enabled: false, basic: 5 },
      inquiries: { maxActive: 0, maxWaiting: 9 },
    });
  });

  it('takes password hashes for basic', async () => {
    const config = await read(`security: { basic: { B: { users: { ada: "${hash}" } } } }`);
    expect(config.security.basic).toEqual({ B: { users: { ada: hash }, scopes: [] } });
  });

  it('takes development credentials from the development file', async () => {
    const config = await read('', {
      development:
        'security: { development: { A: { key: dev, scopes: [a] }, B: { username: u, password: p, subject: ada } } }',
    });
    expect(config.security.development).toMatchObject({
      A: { key: 'dev', subject: 'developer', scopes: ['a'] },
      B: { username: 'u', password: 'p', subject: 'ada', scopes: [] },
    });
  });

  it('refuses them in config.yaml, in production too', async () => {
    const text = 'security: { development: { A: { key: dev } } }';
    const want = [
      '1 security.development.A: development credentials belong into config.development.yaml (never into config.yaml)',
    ];
    expect(await mistakesOf(read(text))).toEqual(want);
    expect(await mistakesOf(read(text, { env: production }))).toEqual(want);
  });

  it.each([
    ['{}', 'needs exactly one of key, token, username with password, webhook_secret, or loopback: true'],
    [
      '{ key: a, token: b }',
      'needs exactly one of key, token, username with password, webhook_secret, or loopback: true',
    ],
    ['{ username: a }', 'needs exactly one of key, token, username with password, webhook_secret, or loopback: true'],
    [
      '{ password: a, key: b }',
      'needs exactly one of key, token, username with password, webhook_secret, or loopback: true',
    ],
  ])('refuses the development credential %s', async (entry, want) => {
    const reading = read('', { development: `security: { development: { A: ${entry} } }` });
    expect(await mistakesOf(reading)).toEqual([`1 security.development.A: ${want}`]);
  });

  it.each([
    ['api_keys: { A: {} }', 'api_keys.A: needs key, keys or sha256'],
    ['api_keys: { A: { key: 12 } }', 'api_keys.A.key: has to be a text (put it in quotes)'],
    ['api_keys: { A: { key: "" } }', 'api_keys.A.key: is empty'],
    ['api_keys: { A: { sha256: [abc] } }', 'api_keys.A.sha256[0]: has to be 64 hexadecimal digits'],
    ['remote_api_keys: { A: { verify_url: x } }', 'remote_api_keys.A.verify_url: has to be an absolute URL'],
    ['remote_api_keys: { A: { timeout_ms: 5 } }', 'remote_api_keys.A.verify_url: is required'],
    [
      'introspection: { A: { client_id: a, client_secret: b } }',
      'introspection.A: needs exactly one of url and issuer',
    ],
    ['introspection: { A: { url: "https://i.example", client_id: a } }', 'introspection.A.client_secret: is required'],
    ['oidc: { A: { issuer: i } }', 'oidc.A.issuer: has to be an absolute URL'],
    [
      'oidc: { A: { aud: a, aud_claim: sub } }',
      'oidc.A.aud_claim: has to be one of aud, azp, client_id (did you mean aud?)',
    ],
    ['oidc: { A: { aud: a, algorithms: [] } }', 'oidc.A: algorithms must not be empty'],
    [
      'bearer: { signature: sig }',
      'bearer: a literal signature verifies nothing and is refused (use security.jwks.<scheme>)',
    ],
    [
      'oauth2: { cookie_name: c }',
      'oauth2: a literal signature verifies nothing and is refused (use security.jwks.<scheme>)',
    ],
    ['propelauth: { audience: a }', 'propelauth.auth_url: is required'],
    ['refused_credentials: { basic: 0 }', 'refused_credentials.basic: has to be a whole number of at least 1'],
    ['refused_credentials: { window_ms: 5 }', 'refused_credentials.window_ms: unknown key (did you mean window_secs?)'],
    ['refused_credentials: false', 'refused_credentials: has to be a section with keys of its own'],
    ['inquiries: { max_active: -1 }', 'inquiries.max_active: has to be a whole number of at least 0'],
    [
      'basic: { A: { users: { ada: plain } } }',
      'basic.A.users.ada: has to be a password hash (make one with hashPassword of @brrt/security)',
    ],
    [
      'jwks: { A: { jwks_url: "http://i.example/", iss: i, aud: a } }',
      'jwks.A.jwks_url: has to be an https URL (http only for localhost and *.svc.cluster.local)',
    ],
    [
      'jwks: { A: { jwks_url: "https://u:p@i.example/", iss: i, aud: a } }',
      'jwks.A.jwks_url: must not contain a user name or password',
    ],
    [
      'jwks: { A: { jwks_url: "https://i.example", iss: i, aud: a, algorithms: [HS256] } }',
      'jwks.A.algorithms[0]: has to be one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519 (did you mean RS256?)',
    ],
    [
      'jwks: { A: { jwks_url: "https://i.example", iss: i, aud: a, algorithms: [] } }',
      'jwks.A: algorithms must not be empty',
    ],
  ])('%s', async (section, want) => {
    expect((await mistakesOf(read(`security: { ${section} }`)))[0]).toBe(`1 security.${want}`);
  });

  it.each([
    ['bearer:', 'bearer: {}'],
    ['remote_api_keys:', 'remote_api_keys: {}'],
  ])('accepts sections that say nothing: %s', async (_name, section) => {
    await expect(read(`security: { ${section} }`)).resolves.toMatchObject({ port: 8080 });
  });
});
