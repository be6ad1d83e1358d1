import { describe, expect, it } from 'vitest';
import { createSecurity, SecurityConfigError } from '../src/index.ts';
import { givenConfig, givenContract, givenOperation, givenRequest, schemes } from './given.ts';

const development = {
  key: undefined,
  token: undefined,
  username: undefined,
  password: undefined,
  subject: 'dev',
  scopes: [],
};
const jwks = {
  jwksUrl: 'https://issuer.example/jwks',
  iss: 'https://issuer.example/',
  aud: 'api',
  audClaim: 'aud',
  leewaySecs: 0,
  cacheTtlSecs: 300,
  algorithms: ['RS256'],
  typ: undefined,
} as const;
const keys = { sha256: ['0'.repeat(64)], headerName: undefined, scopes: [] };

function problemsOf(contract: Parameters<typeof createSecurity>[0], config: Parameters<typeof givenConfig>[0] = {}) {
  try {
    createSecurity(contract, givenConfig(config));
  } catch (error) {
    if (error instanceof SecurityConfigError) return error;
    throw error;
  }
  throw new TypeError('nothing was refused');
}

describe('schemes', () => {
  it('that no operation requires need nothing', () => {
    expect(createSecurity(givenContract(), givenConfig({})).handlers).toEqual({});
  });

  it('that are required and not configured are all named, with the YAML to set', () => {
    const error = problemsOf(givenContract('ApiKey', 'Bearer', 'OAuth', 'Oidc', 'Basic'));
    expect(error.code).toBe('ERR_SECURITY_CONFIG');
    expect(error.problems.map(({ subject }) => subject)).toEqual(['ApiKey', 'Bearer', 'OAuth', 'Oidc', 'Basic']);
    expect(error.message).toContain(
      [
        '  ApiKey: apiKey in header X-API-Key is required by listPets and not configured; set',
        '      security:',
        '        api_keys:',
        '          ApiKey:',
        `            key: \${API_KEY}`,
      ].join('\n'),
    );
    expect(error.message).toContain('issuer: https://issuer.example/');
    expect(error.message).toContain(`someone: \${BASIC_HASH}`);
  });

  it('are named with the operations that require them', () => {
    const security = [[{ scheme: 'ApiKey', scopes: [] }]];
    const operations = ['a', 'b', 'c', 'd'].map((id) => givenOperation({ id, security }));
    expect(problemsOf({ operations, securitySchemes: schemes }).message).toContain('required by a, b and 2 more');
    expect(problemsOf({ operations: operations.slice(2), securitySchemes: schemes }).message).toContain(
      'required by c, d and',
    );
  });

  it.each([['Digest', 'http digest is not built yet']] as const)(
    'that cannot be verified yet stop the start: %s',
    (scheme, message) => {
      expect(problemsOf(givenContract(scheme)).problems).toEqual([{ subject: scheme, message }]);
    },
  );

  it('that are not declared have no handler and deserve a second look', () => {
    const operation = givenOperation({ security: [[{ scheme: 'constructor', scopes: [] }]] });
    const contract = { operations: [operation], securitySchemes: schemes };
    const { handlers, warnings } = createSecurity(contract, givenConfig({}));
    expect(handlers).toEqual({});
    expect(warnings).toEqual(['constructor is required by listPets but not declared: it admits nobody']);
  });

  it('are each served by what is configured for them', () => {
    const config = givenConfig({
      security: { apiKeys: { ApiKey: keys }, jwks: { OAuth: jwks, Oidc: jwks }, propelauth: jwks },
    });
    const { handlers, admission, warnings } = createSecurity(
      givenContract('ApiKey', 'Bearer', 'OAuth', 'Oidc'),
      config,
    );
    expect(Object.keys(handlers)).toEqual(['ApiKey', 'Bearer', 'OAuth', 'Oidc']);
    expect(admission).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('of OpenID Connect are not served by PropelAuth', () => {
    expect(problemsOf(givenContract('Oidc'), { security: { propelauth: jwks } }).problems).toHaveLength(1);
  });
});

describe('configuration', () => {
  it.each([
    ['a key set for an API key', { jwks: { ApiKey: jwks } }, 'security.jwks.ApiKey'],
    ['keys for a bearer scheme', { apiKeys: { Bearer: keys } }, 'security.api_keys.Bearer'],
    ['users for a bearer scheme', { basic: { Bearer: { users: {}, scopes: [] } } }, 'security.basic.Bearer'],
    [
      'a development token for an API key',
      { development: { ApiKey: { ...development, token: 't' } } },
      'security.development.ApiKey',
    ],
    [
      'a development key for basic',
      { development: { Basic: { ...development, key: 't' } } },
      'security.development.Basic',
    ],
    [
      'a development user for a bearer scheme',
      { development: { OAuth: { ...development, username: 'u' } } },
      'security.development.OAuth',
    ],
    [
      'a header name for a cookie',
      { apiKeys: { CookieKey: { ...keys, headerName: 'X' } } },
      'security.api_keys.CookieKey.header_name',
    ],
  ])('that does not fit is refused: %s', (_name, security, subject) => {
    expect(problemsOf(givenContract(), { security }).problems.map((problem) => problem.subject)).toEqual([subject]);
  });

  it('for schemes that are not in the contract has no effect and is told', () => {
    const security = { apiKeys: { ApiKy: keys }, jwks: { Zzzzzzzzzz: jwks, Digest: jwks }, basic: {} };
    expect(createSecurity(givenContract(), givenConfig({ security })).warnings).toEqual([
      'security.api_keys.ApiKy has no effect: no such scheme, did you mean ApiKey?',
      'security.jwks.Zzzzzzzzzz has no effect: no such scheme',
    ]);
  });

  it('of API keys in a query is fine', () => {
    const { handlers } = createSecurity(
      givenContract('QueryKey'),
      givenConfig({ security: { apiKeys: { QueryKey: keys } } }),
    );
    expect(handlers.QueryKey?.authenticate(givenRequest(), [])).toEqual({ outcome: 'absent' });
  });
});
