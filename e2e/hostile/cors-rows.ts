/** A request of a page of another origin, and what a browser has to find in the answer. */
export interface CorsRow {
  /** Which service: its `cors` section is in `corsConfigs`. */
  readonly config: keyof typeof corsConfigs;
  /** Request line without version, and header lines. */
  readonly request: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly status: number;
  /** Every header that CORS knows, exactly: those that are not here must not be there. */
  readonly want: Readonly<Record<string, string>>;
}

export const app = 'https://app.example.com';

export const corsConfigs = {
  listed: `cors: { origins: ['${app}', 'http://localhost:3000'], expose_headers: [X-Total], max_age: 600 }`,
  credentials: `cors: { origins: ['${app}'], allow_credentials: true }`,
  any: "cors: { origins: ['*'], allowed_headers: ['*'] }",
  closed: 'cors: { origins: [] }',
} as const;

const key = 'X-API-Key: hostile-key-1234';
const from = (origin: string) => `Origin: ${origin}`;
const asks = (method: string, headers?: string) => [
  from(app),
  `Access-Control-Request-Method: ${method}`,
  ...(headers === undefined ? [] : [`Access-Control-Request-Headers: ${headers}`]),
];
const nobody = { vary: 'Origin' };
const allowed = {
  'access-control-allow-origin': app,
  'access-control-expose-headers': 'X-Total',
  vary: 'Origin',
};
const varyPreflight = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';
const refusedPreflight = { vary: varyPreflight };
const preflight = {
  'access-control-allow-origin': app,
  'access-control-allow-methods': 'GET, POST, HEAD',
  'access-control-max-age': '600',
  vary: varyPreflight,
};

type Rows = readonly (readonly [string, CorsRow])[];

const get = (config: CorsRow['config'], headers: readonly string[], want: CorsRow['want'], status = 200): CorsRow => ({
  config,
  request: 'GET /pets',
  headers: [key, ...headers],
  status,
  want,
});
const options = (config: CorsRow['config'], headers: readonly string[], want: CorsRow['want'], status = 204) => ({
  config,
  request: 'OPTIONS /pets',
  headers,
  status,
  want,
});
const post = (headers: readonly string[], body: string, status: number): CorsRow => ({
  config: 'listed',
  request: 'POST /pets',
  headers: [from(app), ...headers],
  body,
  status,
  want: allowed,
});

/** Nobody else than the listed origins, letter by letter. */
export const foreignOrigins = [
  `${app}.evil.com`,
  'https://evilapp.example.com',
  'https://example.com',
  'https://sub.app.example.com',
  `${app}:8443`,
  `${app}:443`,
  'http://app.example.com',
  `${app}/`,
  `${app}.`,
  'HTTPS://app.example.com',
  'https://APP.example.com',
  `${app}%60.evil.com`,
  `${app}#`,
  `${app}?`,
  'https://user@app.example.com',
  'https://app_example.com',
  'https://аpp.example.com',
  'null',
  'NULL',
  '*',
  'file://',
  'about:blank',
  'app.example.com',
  '//app.example.com',
  '',
];

export const originRows: Rows = [
  ['D01 no Origin', get('listed', [], nobody)],
  ['D01 no Origin where nobody is listed', get('closed', [], {})],
  ['D02 an allowed origin', get('listed', [from(app)], allowed)],
  [
    'D02 the other allowed origin',
    get('listed', [from('http://localhost:3000')], {
      ...allowed,
      'access-control-allow-origin': 'http://localhost:3000',
    }),
  ],
  ...foreignOrigins.flatMap(
    (origin) =>
      [
        [`D04 the origin ${JSON.stringify(origin)}`, get('listed', [from(origin)], nobody)],
        [`D04 the origin ${JSON.stringify(origin)}, with credentials`, get('credentials', [from(origin)], nobody)],
        [
          `D04 a preflight of ${JSON.stringify(origin)}`,
          options('listed', [from(origin), 'Access-Control-Request-Method: GET'], refusedPreflight),
        ],
      ] as const,
  ),
  ['D04 an origin where nobody is listed', get('closed', [from(app)], {})],
  ['D05 null where everybody may', get('any', [from('null')], nobody)],
  [
    'D07 everybody, without credentials',
    get('any', [from(app)], { 'access-control-allow-origin': '*', vary: 'Origin' }),
  ],
  [
    'D07 one origin, with credentials',
    get('credentials', [from(app)], {
      'access-control-allow-origin': app,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    }),
  ],
  ['D13 two Origin headers', get('listed', [from(app), from('https://evil.example')], nobody, 400)],
  ['D13 the same Origin header twice', get('listed', [from(app), from(app)], nobody, 400)],
  ['D13 two origins in one header', get('listed', [from(`${app} https://evil.example`)], nobody, 400)],
  ['D13 a list of origins', get('listed', [from(`${app},https://evil.example`)], nobody, 400)],
  ['D13 an origin of 10 kB', get('listed', [from(`https://${'a'.repeat(10_000)}`)], nobody, 400)],
  [
    'D13 an origin of 10 kB in a preflight',
    options('listed', [from('x'.repeat(10_000)), 'Access-Control-Request-Method: GET'], nobody, 400),
  ],
  ['D16 a private network', get('listed', [from(app), 'Access-Control-Request-Private-Network: true'], allowed)],
];

export const preflightRows: Rows = [
  ['D08 of a method that is declared', options('listed', asks('GET'), preflight)],
  [
    'D08 of headers that are allowed',
    options('listed', asks('POST', 'content-type, x-api-key'), {
      ...preflight,
      'access-control-allow-headers': 'content-type, x-api-key',
    }),
  ],
  ['D08 of a method that is not declared', options('listed', asks('DELETE'), refusedPreflight)],
  ['D08 of a method in lower case', options('listed', asks('get'), refusedPreflight)],
  ['D08 of a path that is not there', { ...options('listed', asks('GET'), allowed, 404), request: 'OPTIONS /nowhere' }],
  [
    'D10 of a header that is not allowed',
    options('listed', asks('GET', 'x-evil, X-API-Key'), { ...preflight, 'access-control-allow-headers': 'x-api-key' }),
  ],
  [
    'D10 of Authorization where every header is allowed',
    options('any', asks('GET', 'authorization, x-any'), {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, HEAD',
      'access-control-allow-headers': 'x-any',
      vary: varyPreflight,
    }),
  ],
  ['D10 of something that is no header name', options('listed', asks('GET', 'a b, "c", (d)'), preflight)],
  [
    'D11 of 1,000 headers',
    options('listed', asks('GET', `x-api-key,${Array.from({ length: 1_000 }, (_, index) => `x-${index}`).join()}`), {
      ...preflight,
      'access-control-allow-headers': 'x-api-key',
    }),
  ],
  ['D11 of 40 kB of headers', options('listed', asks('GET', 'x'.repeat(40_000)), {}, 431)],
  [
    'D16 of a private network',
    options('listed', [...asks('GET'), 'Access-Control-Request-Private-Network: true'], preflight),
  ],
  [
    'D17 of an operation that allows less than the service',
    {
      config: 'credentials',
      request: 'OPTIONS /narrow',
      headers: asks('GET', 'x-narrow, x-api-key, authorization'),
      status: 204,
      want: {
        'access-control-allow-origin': app,
        'access-control-allow-methods': 'GET, HEAD',
        'access-control-allow-headers': 'x-narrow',
        'access-control-max-age': '5',
        vary: varyPreflight,
      },
    },
  ],
  [
    'D17 of an operation that takes no part',
    { config: 'listed', request: 'OPTIONS /apart', headers: asks('GET'), status: 204, want: refusedPreflight },
  ],
  [
    'D20 where OPTIONS is declared',
    {
      config: 'listed',
      request: 'OPTIONS /declared',
      headers: asks('GET'),
      status: 204,
      want: { ...preflight, 'access-control-allow-methods': 'OPTIONS, GET, HEAD' },
    },
  ],
];

const session = 'Cookie: other=1; session=hostile-key-1234';
const stream = (headers: readonly string[], status: number, want: CorsRow['want']): CorsRow => ({
  config: 'listed',
  request: 'GET /stream',
  headers,
  status,
  want,
});

export const otherRows: Rows = [
  ['D12 an operation that takes no part', { ...get('listed', [from(app)], {}), request: 'GET /apart' }],
  ['D14 400 of a parameter', { ...get('listed', [from(app)], allowed, 400), request: 'GET /pets?limit=x' }],
  ['D14 400 of a body', post([key, 'Content-Type: application/json'], '{', 400)],
  ['D14 401', { ...get('listed', [from(app)], allowed, 401), headers: [from(app)] }],
  ['D14 404', { ...get('listed', [from(app)], allowed, 404), request: 'GET /nowhere' }],
  ['D14 405', { ...get('listed', [from(app)], allowed, 405), request: 'DELETE /pets' }],
  ['D14 406', get('listed', [from(app), 'Accept: text/html'], allowed, 406)],
  ['D14 413', post([key, 'Content-Type: application/json'], `"${'x'.repeat(2_000)}"`, 413)],
  ['D14 414', { ...get('listed', [from(app)], allowed, 414), request: `GET /pets?${'x'.repeat(8_200)}` }],
  ['D14 415', post([key, 'Content-Type: text/plain'], 'x', 415)],
  ['D14 429', { ...get('listed', [from(app)], allowed, 429), request: 'GET /scarce' }],
  ['D14 500', { ...get('listed', [from(app)], allowed, 500), request: 'GET /broken' }],
  ['D14 503', { ...get('listed', [from(app)], allowed, 503), request: 'GET /unavailable' }],
  ['D14 504', { ...get('listed', [from(app)], allowed, 504), request: 'GET /slow' }],
  ['D19 a stream with a cookie, from a foreign origin', stream([session, from('https://evil.example')], 403, nobody)],
  ['D19 a stream with a cookie, from a sandbox', stream([session, from('null')], 403, nobody)],
  ['D19 a stream with a cookie, from a listed origin', stream([session, from(app)], 200, allowed)],
  ['D19 a stream with a cookie, from a page of its own', stream([session, from('https://a')], 200, nobody)],
  ['D19 a stream with a cookie, from no page', stream([session], 200, nobody)],
  ['D19 a stream with a key, from a foreign origin', stream([key, from('https://evil.example')], 200, nobody)],
  [
    'D19 where everybody may read, a cookie still belongs to this service',
    {
      ...stream([session, from('https://evil.example')], 403, { ...nobody, 'access-control-allow-origin': '*' }),
      config: 'any',
    },
  ],
  [
    'D20 a declared OPTIONS that is no preflight',
    { config: 'listed', request: 'OPTIONS /declared', headers: [from(app)], status: 200, want: allowed },
  ],
];
