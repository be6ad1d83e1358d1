// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are YAML with variables

import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { defaultConfig, readConfig } from './read-config.ts';
import type { ServiceConfig } from './service-config.ts';

const production = { NODE_ENV: 'production' };
const hash = `$scrypt$ln=14,r=8,p=1$${'s'.repeat(22)}$${'h'.repeat(43)}`;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(base: string, options: { development?: string; env?: object } = {}): Promise<ServiceConfig> {
  await writeFile(join(folder, 'config.yaml'), base);
  if (options.development !== undefined) await writeFile(join(folder, 'config.development.yaml'), options.development);
  return readConfig({ directory: folder, env: { ...options.env } });
}

async function mistakesOf(reading: Promise<unknown>): Promise<readonly string[]> {
  const error = await reading.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof ConfigError)) throw new TypeError('expected a ConfigError', { cause: error });
  return error.mistakes.map(
    ({ line, path, message, hint }) => `${line} ${path}: ${message}${hint ? ` (${hint})` : ''}`,
  );
}

describe('defaults', () => {
  it.each([
    ['an empty file', ''],
    ['a file of comments', '# nothing\n'],
    ['null sections', 'security:\nhttp:\ncors: null\nrate_limit: ~\n'],
  ])('come from %s', async (_name, text) => {
    expect(await read(text)).toEqual(defaultConfig());
  });

  it('listen on this machine only, unless it is production', () => {
    expect(defaultConfig().host).toBe('127.0.0.1');
    expect(defaultConfig(production).host).toBe('0.0.0.0');
  });

  it('are safe', () => {
    expect(defaultConfig()).toMatchObject({
      port: 8080,
      http: { keepAlive: true, timeoutSecs: 5, maxBodyBytes: 1_048_576, validateResponses: true, strictQuery: false },
      cors: { origins: [], allowCredentials: false, allowedMethods: undefined },
      rateLimit: { enabled: false, requests: 100, windowSecs: 60, key: 'subject_then_ip' },
      security: { apiKeys: {}, jwks: {}, propelauth: undefined, development: {} },
      log: { level: 'info' },
      developmentConfig: undefined,
    });
  });
});

describe('files', () => {
  const shared = join(import.meta.dirname, '../../../../../shared/specs/brrtrouter-config.yaml');

  it.skipIf(!existsSync(shared))("of BRRTRouter are read unchanged (skipped without '../shared')", async () => {
    await copyFile(shared, join(folder, 'config.yaml'));
    const config = await readConfig({ directory: folder, env: {} });
    expect(config.http).toMatchObject({ keepAlive: true, timeoutSecs: 5, maxRequests: 5000 });
    expect(config.cors).toMatchObject({ origins: ['http://localhost:3000'], maxAge: undefined });
    expect(config.security.apiKeys).toEqual({
      ApiKeyHeader: {
        sha256: ['ecd71870d1963316a97e3ac3408c9835ad8cf0f3c1bc703527c30265534f75ae'],
        headerName: undefined,
        scopes: [],
      },
    });
    expect(await mistakesOf(readConfig({ directory: folder, env: production }))).toEqual([
      '21 security.api_keys.ApiKeyHeader.key: is a secret of fewer than 16 characters written into the file (not in production: use ${ENV_VAR})',
    ]);
  });

  it('are found one folder up, as from src/', async () => {
    await writeFile(join(folder, 'config.yaml'), 'port: 8083');
    await mkdir(join(folder, 'src'));
    expect((await readConfig({ directory: join(folder, 'src'), env: {} })).port).toBe(8083);
  });

  it('of development lie over the base, key by key', async () => {
    const config = await read('http: { timeout_secs: 7, max_requests: 9 }\ncors: { origins: ["https://a.example"] }', {
      development: 'http: { max_requests: 10 }\ncors: { origins: ["http://localhost:3000"] }\ndatabase:\n',
    });
    expect(config.http).toMatchObject({ timeoutSecs: 7, maxRequests: 10 });
    expect(config.cors.origins).toEqual(['http://localhost:3000']);
    expect(config.developmentConfig).toBe(join(folder, 'config.development.yaml'));
  });

  it('of development are not read in production', async () => {
    const config = await read('port: 1', { development: 'port: 2\nnonsense: true', env: production });
    expect(config).toMatchObject({ port: 1, developmentConfig: undefined });
  });

  it('that are missing are a mistake that names where they were looked for', async () => {
    await expect(readConfig({ directory: folder, env: {} })).rejects.toThrow(
      /config\.yaml: not found here nor one folder up/,
    );
  });

  it('that cannot be read are a mistake', async () => {
    await mkdir(join(folder, 'config.yaml'));
    await expect(readConfig({ directory: folder, env: {} })).rejects.toThrow('cannot be read');
  });

  it.each([
    ['broken YAML', 'port: [1', /1 : not valid YAML/],
    ['a key twice', 'port: 1\nport: 2', /2 : not valid YAML/],
    ['an alias to its own parent', 'clients: &a\n  b: *a', /nested too deeply/],
    ['a list at the top', '- port', /has to be a section/],
  ])('with %s are a mistake', async (_name, text, want) => {
    expect((await mistakesOf(read(text))).join('\n')).toMatch(want);
  });

  it('may use anchors', async () => {
    const config = await read('cors: { allowed_headers: &names [X-One], expose_headers: *names }');
    expect(config.cors).toMatchObject({ allowedHeaders: ['X-One'], exposeHeaders: ['X-One'] });
  });
});

describe('environment', () => {
  it.each([
    ['PORT', { PORT: '8099' }, { port: 8099 }],
    ['an empty PORT', { PORT: '' }, { port: 1 }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://h/d' }, { database: { file: undefined, url: 'postgres://h/d' } }],
    ['LOG_LEVEL', { LOG_LEVEL: 'debug' }, { log: { level: 'debug' } }],
  ])('%s overrides the file', async (_name, env, want) => {
    expect(await read('port: 1\nlog: { level: warn }', { env })).toMatchObject(want);
  });

  it('refuses overrides that make no sense', async () => {
    expect(await mistakesOf(read('', { env: { PORT: '70000', LOG_LEVEL: 'wrn' } }))).toEqual([
      '0 PORT: has to be a whole number from 0 to 65535',
      '0 LOG_LEVEL: has to be one of trace, debug, info, warn, error, fatal, silent (did you mean warn?)',
    ]);
    expect(await mistakesOf(read('', { env: { PORT: 'x', LOG_LEVEL: 'everything' } }))).toHaveLength(2);
  });

  it('fills variables into texts, numbers and flags', async () => {
    const text = `port: \${P}\nhost: \${H:-localhost}\nhttp: { strict_query: "\${S}" }\ndatabase: { url: "pg://\${U}:$\${U}@h" }`;
    const config = await read(text, { env: { P: '8085', H: '', S: 'true', U: 'me' } });
    expect(config).toMatchObject({
      port: 8085,
      host: 'localhost',
      http: { strictQuery: true },
      database: { url: 'pg://me:${U}@h' },
    });
  });

  it('reports every variable that is missing, with its path', async () => {
    const text =
      'host: ${HOST_NAME}\nport: ${P}\nhttp: { keep_alive: "${K}" }\nsecurity: { api_keys: { A: { keys: ["${A_KEY}"] } } }';
    expect(await mistakesOf(read(text))).toEqual([
      '2 port: needs the environment variable P, which is not set',
      '1 host: needs the environment variable HOST_NAME, which is not set',
      '3 http.keep_alive: needs the environment variable K, which is not set',
      '4 security.api_keys.A.keys[0]: needs the environment variable A_KEY, which is not set',
    ]);
  });
});

describe('mistakes', () => {
  it('are reported all at once, with file, line, path and the nearest key', async () => {
    const text = 'prot: 1\nhttp:\n  keep_alives: true\n  timeout_secs: soon\ncors:\n  qqqqqqqqqq: 1\n';
    await expect(read(text)).rejects.toThrow(
      `${folder}/config.yaml:3 http.keep_alives: unknown key (did you mean keep_alive?)`,
    );
    expect(await mistakesOf(read(text))).toEqual([
      '1 prot: unknown key (did you mean port?)',
      '3 http.keep_alives: unknown key (did you mean keep_alive?)',
      '4 http.timeout_secs: has to be a whole number from 1 to 3600',
      '6 cors.qqqqqqqqqq: unknown key (known keys: origins, allowed_headers, allowed_methods, allow_credentials, expose_headers, max_age)',
    ]);
  });

  it.each([
    ['port: "80"', 'port: has to be a whole number from 0 to 65535'],
    ['port: 1.5', 'port: has to be a whole number from 0 to 65535'],
    ['port: [1]', 'port: has to be a whole number from 0 to 65535'],
    ['host: 127', 'host: has to be a text (put it in quotes)'],
    ['host: [a]', 'host: has to be a text'],
    ['host: ""', 'host: is empty'],
    ['http: { max_connections: -1 }', 'http.max_connections: has to be a whole number of at least 1'],
    ['http: { keep_alive: "yes" }', 'http.keep_alive: has to be true or false'],
    ['http: { keep_alive: [] }', 'http.keep_alive: has to be true or false'],
    ['http: true', 'http: has to be a section with keys of its own'],
    ['log: { level: loud }', 'log.level: has to be one of trace, debug, info, warn, error, fatal, silent'],
    ['log: { level: {} }', 'log.level: has to be a text'],
    ['cors: { origins: https://a.example }', 'cors.origins: has to be a list'],
    [
      'cors: { origins: [https://a.example/] }',
      'cors.origins[0]: has to be an origin: scheme, host and port, nothing after (write https://a.example)',
    ],
    [
      'cors: { origins: ["null"] }',
      'cors.origins[0]: has to be an origin: scheme, host and port, nothing after (such as https://app.example.com)',
    ],
    [
      'cors: { origins: ["*"], allow_credentials: true }',
      "cors.origins: '*' cannot be used with allow_credentials (list the origins)",
    ],
    [
      'cors: { origins: ["*", "https://a.example"] }',
      "cors.origins: '*' already allows every origin (remove the others)",
    ],
    [
      'cors: { allowed_headers: ["a b"] }',
      'cors.allowed_headers[0]: has to be a name without spaces (RFC 9110 §5.6.2)',
    ],
    [
      'compression: { enabled: true }',
      'compression.enabled: compression is not built yet (leave it out or set it to false)',
    ],
    ['management: { port: 1 }', 'management: a separate management port is not built yet (leave the section out)'],
    ['clients: { a: {} }', 'clients.a.url: is required'],
    ['clients: { a: { url: petstore } }', 'clients.a.url: has to be an absolute URL'],
    ['rate_limit: { routes: { a: 0 } }', 'rate_limit.routes.a: has to be a whole number of at least 1'],
  ])('%s', async (text, want) => {
    expect(await mistakesOf(read(text))).toEqual([`1 ${want}`]);
  });
});

describe('clients and database', () => {
  it('are read with their defaults', async () => {
    const config = await read(
      'clients: { petstore: { url: "http://localhost:8081/", credentials: { Key: "${K}" } } }\ndatabase: { file: data/x.db }',
      { env: { K: 'secret' } },
    );
    expect(config.clients).toEqual({
      petstore: { url: 'http://localhost:8081', credentials: { Key: 'secret' }, timeoutMs: 5000 },
    });
    expect(config.database.file).toBe(join(folder, 'data/x.db'));
  });

  it('may stay in memory', async () => {
    expect((await read('database: { file: ":memory:" }')).database.file).toBe(':memory:');
  });
});

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
    ['{}', 'needs exactly one of key, token, or username with password'],
    ['{ key: a, token: b }', 'needs exactly one of key, token, or username with password'],
    ['{ username: a }', 'needs exactly one of key, token, or username with password'],
    ['{ password: a, key: b }', 'needs exactly one of key, token, or username with password'],
  ])('refuses the development credential %s', async (entry, want) => {
    const reading = read('', { development: `security: { development: { A: ${entry} } }` });
    expect(await mistakesOf(reading)).toEqual([`1 security.development.A: ${want}`]);
  });

  it.each([
    ['api_keys: { A: {} }', 'api_keys.A: needs key, keys or sha256'],
    ['api_keys: { A: { key: 12 } }', 'api_keys.A.key: has to be a text (put it in quotes)'],
    ['api_keys: { A: { key: "" } }', 'api_keys.A.key: is empty'],
    ['api_keys: { A: { sha256: [abc] } }', 'api_keys.A.sha256[0]: has to be 64 hexadecimal digits'],
    [
      'remote_api_keys: { A: { verify_url: x } }',
      'remote_api_keys: remote verification of API keys is not built yet (use security.api_keys)',
    ],
    [
      'bearer: { signature: sig }',
      'bearer: a literal signature verifies nothing and is refused (use security.jwks.<scheme>)',
    ],
    [
      'oauth2: { cookie_name: c }',
      'oauth2: a literal signature verifies nothing and is refused (use security.jwks.<scheme>)',
    ],
    ['propelauth: { audience: a }', 'propelauth.auth_url: is required'],
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

  it('warns that limits by subject count by address', async () => {
    const config = await read('rate_limit: { enabled: true, key: subject }');
    expect(config.warnings).toEqual([
      'rate_limit.key is subject: limits are applied before authentication and count by address',
    ]);
  });
});
