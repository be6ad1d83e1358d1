// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are YAML with variables

import { existsSync } from 'node:fs';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultResilience } from './client-config.ts';
import { givenConfigFolder, mistakesOf, production } from './config-folder.fixture.ts';
import { defaultConfig, readConfig } from './read-config.ts';

const folder = givenConfigFolder();
const { read } = folder;

describe('what a build knows of its configuration', () => {
  it('is taken instead of the file while that says the same', async () => {
    const parsed = {
      'config.yaml': { text: 'port: 4000\n', node: { line: 1, entries: [['port', { line: 1, value: 5000 }]] } },
    };
    await writeFile(join(folder.path, 'config.parsed.json'), JSON.stringify(parsed));
    await writeFile(join(folder.path, 'config.yaml'), 'port: 4000\n');
    expect(await readConfig({ directory: folder.path, env: {} })).toMatchObject({ port: 5000 });
    await writeFile(join(folder.path, 'config.yaml'), 'port: 4001\n');
    expect(await readConfig({ directory: folder.path, env: {} })).toMatchObject({ port: 4001 });
  });

  it('is not needed', async () => {
    await writeFile(join(folder.path, 'config.parsed.json'), '{ "config.yaml": ');
    await writeFile(join(folder.path, 'config.yaml'), 'port: 4000\n');
    expect(await readConfig({ directory: folder.path, env: {} })).toMatchObject({ port: 4000 });
  });
});

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
      examples: { seed: undefined, dynamic: false },
      developmentConfig: undefined,
    });
  });
});

describe('files', () => {
  const shared = join(import.meta.dirname, '../../../../../shared/specs/brrtrouter-config.yaml');

  it.skipIf(!existsSync(shared))("of BRRTRouter are read unchanged (skipped without '../shared')", async () => {
    await copyFile(shared, join(folder.path, 'config.yaml'));
    const config = await readConfig({ directory: folder.path, env: {} });
    expect(config.http).toMatchObject({ keepAlive: true, timeoutSecs: 5, maxRequests: 5000 });
    expect(config.cors).toMatchObject({ origins: ['http://localhost:3000'], maxAge: undefined });
    expect(config.security.apiKeys).toEqual({
      ApiKeyHeader: {
        sha256: ['ecd71870d1963316a97e3ac3408c9835ad8cf0f3c1bc703527c30265534f75ae'],
        headerName: undefined,
        scopes: [],
      },
    });
    expect(await mistakesOf(readConfig({ directory: folder.path, env: production }))).toEqual([
      '21 security.api_keys.ApiKeyHeader.key: is a secret of fewer than 16 characters written into the file (not in production: use ${ENV_VAR})',
    ]);
  });

  it.each([
    ['', 30_000],
    ['http: { worker_timeout_ms: 0 }', 0],
    ['http: { worker_timeout_ms: 45000 }', 45_000],
  ])('say when a silent worker is killed: %s', async (text, want) => {
    expect((await read(text)).http.workerTimeoutMs).toBe(want);
  });

  it.each([
    ['', 60_000],
    ['http: { worker_start_timeout_ms: 0 }', 0],
    ['http: { worker_start_timeout_ms: 600000 }', 600_000],
  ])('say when a worker that does not serve yet is killed: %s', async (text, want) => {
    expect((await read(text)).http.workerStartTimeoutMs).toBe(want);
  });

  it('say of a wrong timeout of workers what is right', async () => {
    expect(await mistakesOf(read('http: { worker_timeout_ms: -1, worker_timeout: 30 }'))).toEqual([
      expect.stringMatching(/http\.worker_timeout: .*did you mean worker_timeout_ms/),
      expect.stringMatching(/http\.worker_timeout_ms: has to be a whole number from 0/),
    ]);
  });

  it('name a folder for uploads that is there', async () => {
    const config = (directory: string) => read(`http: { multipart: { directory: ${directory} } }`);
    await mkdir(join(folder.path, 'uploads'));
    expect((await config('uploads')).http.multipart.directory).toBe(join(folder.path, 'uploads'));
    for (const directory of ['nowhere', 'config.yaml']) {
      const problem = `is no folder: ${join(folder.path, directory)}`;
      expect(await mistakesOf(config(directory))).toEqual([`1 http.multipart.directory: ${problem}`]);
    }
  });

  it('are found one folder up, as from src/', async () => {
    await writeFile(join(folder.path, 'config.yaml'), 'port: 8083');
    await mkdir(join(folder.path, 'src'));
    expect((await readConfig({ directory: join(folder.path, 'src'), env: {} })).port).toBe(8083);
  });

  it('of development lie over the base, key by key', async () => {
    const config = await read('http: { timeout_secs: 7, max_requests: 9 }\ncors: { origins: ["https://a.example"] }', {
      development: 'http: { max_requests: 10 }\ncors: { origins: ["http://localhost:3000"] }\ndatabase:\n',
    });
    expect(config.http).toMatchObject({ timeoutSecs: 7, maxRequests: 10 });
    expect(config.cors.origins).toEqual(['http://localhost:3000']);
    expect(config.developmentConfig).toBe(join(folder.path, 'config.development.yaml'));
  });

  it('of development are not read in production', async () => {
    const config = await read('port: 1', { development: 'port: 2\nnonsense: true', env: production });
    expect(config).toMatchObject({ port: 1, developmentConfig: undefined });
  });

  it('of production lie over the base in production alone', async () => {
    const files = { production: 'http: { max_requests: 10 }\n', development: 'http: { max_requests: 11 }\n' };
    const base = 'http: { timeout_secs: 7, max_requests: 9 }\n';
    const config = await read(base, { ...files, env: production });
    expect(config.http).toMatchObject({ timeoutSecs: 7, maxRequests: 10 });
    expect(config.developmentConfig).toBeUndefined();
    expect((await read(base, files)).http.maxRequests).toBe(11);
  });

  it('of production have no credentials of developers', async () => {
    const files = { production: 'security: { development: { A: { key: some-key, subject: me } } }\n', env: production };
    expect(await mistakesOf(read('port: 1', files))).toEqual([
      '1 security.development.A: development credentials belong into config.development.yaml (never into config.yaml)',
    ]);
  });

  it('that are missing are a mistake that names where they were looked for', async () => {
    await expect(readConfig({ directory: folder.path, env: {} })).rejects.toThrow(
      /config\.yaml: not found here nor one folder up/,
    );
  });

  it('that are a folder are a mistake', async () => {
    await mkdir(join(folder.path, 'config.yaml'));
    await expect(readConfig({ directory: folder.path, env: {} })).rejects.toThrow(
      'config.yaml: is a folder, not a file (remove it, or put the file in its place)',
    );
  });

  it('that cannot be read are a mistake that says why', async () => {
    await symlink('config.yaml', join(folder.path, 'config.yaml'));
    await expect(readConfig({ directory: folder.path, env: {} })).rejects.toThrow(
      'config.yaml: cannot be read (ELOOP)',
    );
  });

  it.skipIf(process.getuid?.() === 0)('that others may read are a mistake that says whom to let', async () => {
    await writeFile(join(folder.path, 'config.yaml'), '', { mode: 0 });
    await expect(readConfig({ directory: folder.path, env: {} })).rejects.toThrow('let the user that runs the service');
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
    ['WEB_CONCURRENCY', { WEB_CONCURRENCY: '3' }, { http: expect.objectContaining({ workers: 3 }) }],
    [
      'WEB_CONCURRENCY auto',
      { WEB_CONCURRENCY: 'auto' },
      { http: expect.objectContaining({ workers: availableParallelism() }) },
    ],
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
    expect(await mistakesOf(read('http: { workers: 0 }', { env: { WEB_CONCURRENCY: 'all' } }))).toEqual([
      '1 http.workers: has to be a whole number from 1 to 256',
      '0 WEB_CONCURRENCY: has to be a whole number from 1 to 256, or auto',
    ]);
    expect(await mistakesOf(read('', { env: { PORT: 'x', LOG_LEVEL: 'everything' } }))).toHaveLength(2);
  });

  it.each(['prod', 'Production', 'PRODUCTION', ' production', 'production '])(
    'takes NODE_ENV=%j for no development',
    async (mode) => {
      expect(await mistakesOf(read('', { env: { NODE_ENV: mode } }))).toEqual([
        '0 NODE_ENV: is none that is known, and would be development (did you mean production?)',
      ]);
    },
  );

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
      `${folder.path}/config.yaml:3 http.keep_alives: unknown key (did you mean keep_alive?)`,
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
    [
      'http: { external_url: "ftp://a.example" }',
      'http.external_url: has to be an http or https URL without user, query and fragment',
    ],
    [
      'http: { external_url: "https://a.example/?x" }',
      'http.external_url: has to be an http or https URL without user, query and fragment',
    ],
    [
      'http: { external_url: a.example }',
      'http.external_url: has to be an http or https URL without user, query and fragment',
    ],
    [
      'clients: { a: { url: "https://a.example", tokens: { B: { client_id: i, client_secret: s } } } }',
      'clients.a.tokens.B.token_url: is required',
    ],
    [
      'http: { streams: { heartbeat_ms: soon } }',
      'http.streams.heartbeat_ms: has to be a whole number from 0 to 2147483647',
    ],
    ['http: { streams: { max_opn: 1 } }', 'http.streams.max_opn: unknown key (did you mean max_open?)'],
    [
      'http: { streams: { operations: { events: -1 } } }',
      'http.streams.operations.events: has to be a whole number of at least 0',
    ],
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
    ['compression: { enabled: true, level: 12 }', 'compression.level: has to be a whole number from 0 to 9'],
    ['management: {}', 'management.port: is required'],
    [
      '{ port: 81, management: { port: 81 } }',
      'management.port: is the port of the service itself, 81 (leave the section out, or choose another)',
    ],
    ['clients: { a: {} }', 'clients.a.url: is required'],
    ['clients: { a: { url: petstore } }', 'clients.a.url: has to be an absolute URL'],
    ['rate_limit: { store: {} }', 'rate_limit.store.url: is required'],
    [
      'rate_limit: { store: { url: "http://cache" } }',
      'rate_limit.store.url: has to be the address of a Redis or Valkey server (such as redis://cache:6379)',
    ],
    ['rate_limit: { routes: { a: 0 } }', 'rate_limit.routes.a: has to be a whole number of at least 1'],
  ])('%s', async (text, want) => {
    expect(await mistakesOf(read(text))).toEqual([`1 ${want}`]);
  });
});

describe('limits', () => {
  it('may be counted in Redis or Valkey', async () => {
    const config = await read('rate_limit: { store: { url: "valkeys://u:p@cache:6380", on_failure: closed } }');
    expect(config.rateLimit.store).toEqual({
      url: 'rediss://u:p@cache:6380',
      prefix: 'brrt:rate:',
      timeoutMs: 100,
      onFailure: 'closed',
    });
  });

  it.each(['10.0.0.0/33', '10.0.0/8', 'proxy', '::1/129', '10.0.0.0/8/8', '10.0.0.0/'])(
    'do not trust a proxy called %s',
    async (network) => {
      expect(await mistakesOf(read(`http: { trusted_proxies: ["${network}"] }`))).toEqual([
        '1 http.trusted_proxies[0]: has to be an address or a network (such as 10.0.0.0/8 or fd00::/8)',
      ]);
    },
  );

  it('may trust proxies', async () => {
    const config = await read(
      'http: { trusted_proxies: [10.0.0.0/8, "fd00::/8", 192.0.2.1], forwarded_header: forwarded }',
    );
    expect(config.http).toMatchObject({
      trustedProxies: ['10.0.0.0/8', 'fd00::/8', '192.0.2.1'],
      forwardedHeader: 'forwarded',
    });
  });
});

it('the address that clients call is read without a slash at its end', async () => {
  expect((await read('http: { external_url: "https://shop.example/api/" }')).http.externalUrl).toBe(
    'https://shop.example/api',
  );
});

it.each([
  ['', undefined],
  ['management: { port: 9090 }', { port: 9090, host: '127.0.0.1' }],
  ['host: 0.0.0.0\nmanagement: { port: 9090 }', { port: 9090, host: '0.0.0.0' }],
  ['host: 0.0.0.0\nmanagement: { port: 9090, host: 127.0.0.1 }', { port: 9090, host: '127.0.0.1' }],
])('management endpoints are where the configuration says: %j', async (text, management) => {
  expect((await read(text)).management).toEqual(management);
});

describe('clients and database', () => {
  it('are read with their defaults', async () => {
    const config = await read(
      'clients: { petstore: { url: "http://localhost:8081/", credentials: { Key: "${K}" } } }\ndatabase: { file: data/x.db }',
      { env: { K: 'secret' } },
    );
    expect(config.clients).toEqual({
      petstore: {
        ...defaultResilience,
        url: 'http://localhost:8081',
        credentials: { Key: 'secret' },
        tokens: {},
        timeoutMs: 5000,
        passThrough: { callerCredentials: [], securitySchemes: {} },
      },
    });
    expect(config.database.file).toBe(join(folder.path, 'data/x.db'));
  });

  it('say how a service that fails is dealt with', async () => {
    const entry =
      'retry: { attempts: 1 }, breaker: { enabled: false }, max_waiting: 7, operations: { getPet: { retry: false } }';
    const config = await read(`clients: { petstore: { url: "http://localhost:8081", ${entry} } }`);
    expect(config.clients.petstore).toMatchObject({
      retry: { ...defaultResilience.retry, attempts: 1 },
      breaker: { ...defaultResilience.breaker, enabled: false },
      maxWaiting: 7,
      operations: { getPet: { retry: false, timeoutMs: undefined, hedgeAfterMs: undefined } },
    });
    const wrong = read('clients: { petstore: { url: "http://localhost:8081", retry: { atempts: 1 } } }');
    await expect(wrong).rejects.toThrow(/clients\.petstore\.retry\.atempts: unknown key.*did you mean attempts/s);
  });

  it('say what goes along with requests that are passed on', async () => {
    const scheme = 'security_schemes: { Key: { in: query, name: key }, Login: { type: http, scheme: basic } }';
    const entry = `pass_through: { caller_credentials: [Authorization], ${scheme} }`;
    const config = await read(`clients: { petstore: { url: "http://localhost:8081", ${entry} } }`);
    expect(config.clients.petstore?.passThrough).toEqual({
      callerCredentials: ['Authorization'],
      securitySchemes: {
        Key: { type: 'apiKey', in: 'query', name: 'key', scheme: 'bearer' },
        Login: { type: 'http', in: 'header', name: undefined, scheme: 'basic' },
      },
    });
  });

  it('may get tokens', async () => {
    const entry = 'token_url: "https://issuer.example/token", client_id: bff, client_secret: "${K}"';
    const config = await read(
      `clients: { petstore: { url: "http://localhost:8081", tokens: { OAuth2: { ${entry} } } } }`,
      {
        env: { K: 'secret' },
      },
    );
    expect(config.clients.petstore?.tokens.OAuth2).toEqual({
      grant: 'client_credentials',
      tokenUrl: 'https://issuer.example/token',
      clientId: 'bff',
      clientSecret: 'secret',
      scopes: [],
      audience: undefined,
      timeoutMs: 2000,
    });
  });

  it('may stay in memory', async () => {
    expect((await read('database: { file: ":memory:" }')).database.file).toBe(':memory:');
  });
});
