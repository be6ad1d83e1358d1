/** Octets on the wire and what the pet store has to answer. `{key}` stands for the key of the development configuration. */
export interface RawRow {
  readonly octets: string;
  /** Of each answer in order; 0: the connection is closed without one. Several: any of them will do. */
  readonly statuses: readonly (number | readonly number[])[];
  /** The server must (not) close the connection afterwards. */
  readonly closes?: boolean | undefined;
  readonly isHead?: boolean;
  /** The client sends its FIN after the octets. */
  readonly ends?: boolean;
}

export const host = 'Host: a\r\n';
const key = 'X-API-Key: {key}\r\n';
const json = 'Content-Type: application/json\r\n';
export const livez = `GET /livez HTTP/1.1\r\n${host}\r\n`;

/** A request with Host and key; `body` gets a length unless the headers say how it is framed. */
export function send(target: string, headers = '', body = ''): string {
  const length =
    body === '' || /^(content-length|transfer-encoding)/im.test(headers) ? '' : `Content-Length: ${body.length}\r\n`;
  return `${target} HTTP/1.1\r\n${host}${key}${headers}${length}\r\n${body}`;
}

export const framed = (headers: string, body = '') => send('POST /pets', json + headers, body);
export const chunked = (body: string, trailer = '') => framed(`Transfer-Encoding: chunked\r\n${trailer}`, body);
export const rex = '{"name":"Rex"}';
export const bad = { statuses: [400], closes: true } as const;

/** RFC 9112: where a message ends must never be in doubt. */
export const framingRows: readonly (readonly [string, RawRow])[] = [
  ['A08 two lengths', { octets: framed('Content-Length: 3\r\nContent-Length: 4\r\n', '{} '), ...bad }],
  ...['5, 6', '5, 5', '+3', '-1', '-0', '0x3', '0o5', '1 0', '', '99999999999999999999'].map(
    (length) =>
      [
        `A10 the length ${JSON.stringify(length)}`,
        { octets: framed(`Content-Length: ${length}\r\n`, '{} '), ...bad },
      ] as const,
  ),
  [
    'A13 a length and chunks',
    { octets: framed('Content-Length: 3\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), ...bad },
  ],
  [
    'A14 an unknown coding',
    { octets: framed('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'), statuses: [[400, 501]], closes: true },
  ],
  ['A16 chunked twice', { octets: framed('Transfer-Encoding: chunked, chunked\r\n', '0\r\n\r\n'), ...bad }],
  [
    'A19 chunks in HTTP/1.0',
    { octets: `POST /pets HTTP/1.0\r\n${host}${key}${json}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, ...bad },
  ],
  ['A20 a space before the colon', { octets: framed('Transfer-Encoding : chunked\r\n', '0\r\n\r\n'), ...bad }],
  [
    'A22 an underscore for a hyphen',
    {
      octets: framed(`Transfer_Encoding: chunked\r\nContent-Length: ${rex.length}\r\n`, rex),
      statuses: [201],
      closes: false,
    },
  ],
  ['A23 a folded line', { octets: send('GET /pets', 'X-A: b\r\n c\r\n'), ...bad }],
  ...['\r', '\0', '\x1b', '\x7f', '\x0b'].map(
    (octet) =>
      [
        `A25 the octet ${octet.charCodeAt(0)} in a value`,
        { octets: send('GET /pets', `X-A: b${octet}c\r\n`), ...bad },
      ] as const,
  ),
  ...['1_0', '0x5', '+5', '-5', ' 5', '5 ', 'F'.repeat(17)].map(
    (size) =>
      [
        `A26 the chunk size ${JSON.stringify(size)}`,
        { octets: chunked(`${size}\r\n{"a":\r\n0\r\n\r\n`), ...bad },
      ] as const,
  ),
  [
    'A28 an endless chunk extension',
    { octets: chunked(`5;${'x'.repeat(20_000)}\r\n{"a":\r\n0\r\n\r\n`), statuses: [[400, 413]], closes: true },
  ],
  [
    'A26 a body that breaks after its answer',
    {
      octets: `POST /pets HTTP/1.1\r\n${host}${json}Transfer-Encoding: chunked\r\n\r\nzz\r\n${livez}`,
      statuses: [401],
      closes: true,
    },
  ],
  ['A29 more data than its size', { octets: chunked('2\r\n{"a":1}\r\n0\r\n\r\n'), ...bad }],
  ['A29 a chunk ended by LF', { octets: chunked('2\n{}\n0\n\n'), ...bad }],
  [
    'A32 a trailer that poses as a header',
    { octets: chunked(`e\r\n${rex}\r\n0\r\nX-API-Key: x\r\nHost: evil\r\n\r\n`), statuses: [201], closes: false },
  ],
  [
    'A34 a header of 40 kB',
    { octets: send('GET /pets', `X-A: ${'a'.repeat(40_000)}\r\n`), statuses: [431], closes: true },
  ],
  ['A35 a target of 20 kB', { octets: send(`GET /pets?a=${'a'.repeat(20_000)}`), statuses: [[414, 431]] }],
  [
    'A35 a target one octet too long',
    { octets: send(`GET /pets?a=${'a'.repeat(8_192 - 7)}`), statuses: [414], closes: false },
  ],
  ['A37 2,600 small headers', { octets: send('GET /livez', 'a: b\r\n'.repeat(2_600)), statuses: [431] }],
  // With the two that `send` writes.
  ['A37 101 headers', { octets: send('GET /pets', 'a: b\r\n'.repeat(99)), statuses: [431], closes: true }],
  ['A37 100 headers', { octets: send('GET /pets', 'a: b\r\n'.repeat(98)), statuses: [200], closes: false }],
  ['A38 an unknown method', { octets: send('FOO /pets'), statuses: [[400, 501]] }],
  ['A40 a tunnel', { octets: `CONNECT a:443 HTTP/1.1\r\n${host}\r\n`, statuses: [501], closes: true }],
  ...['HTTP/1.2', 'HTTP/3.7', 'http/1.1'].map(
    (version) =>
      [
        `A43 the version ${version}`,
        { octets: `GET /livez ${version}\r\n${host}\r\n`, statuses: [[400, 505]], closes: true },
      ] as const,
  ),
  ['A43 a preface of HTTP/2', { octets: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', statuses: [[400, 505]], closes: true }],
  ['A44 a space at the start', { octets: ` ${livez}`, ...bad }],
  ['A44 a space before a header', { octets: `GET /livez HTTP/1.1\r\n ${host}\r\n`, ...bad }],
  ['A44 no colon', { octets: send('GET /livez', 'X-A\r\n'), ...bad }],
  ['A44 an empty name', { octets: send('GET /livez', ': a\r\n'), ...bad }],
  ['A44 a name with a space', { octets: send('GET /livez', 'X A: b\r\n'), ...bad }],
  ['A71 a TLS greeting', { octets: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', statuses: [400], closes: true }],
];

/** Paths are matched as sent, decoded once, never normalised. */
export const targetRows: readonly (readonly [string, RawRow])[] = [
  ['A41 a known path with another method', { octets: send('PUT /pets'), statuses: [405] }],
  ['A46 an authority in the path', { octets: send('GET //evil.example/pets'), statuses: [404] }],
  ['A46 a user in the target', { octets: send('GET http://u:p@a/pets'), statuses: [400] }],
  ['A46 another host in the target', { octets: send('GET http://evil.example/pets'), statuses: [200] }],
  ['A47 a fragment', { octets: send('GET /pets#a'), statuses: [400] }],
  ['A49 a backslash', { octets: send('GET /x\\..\\pets'), statuses: [404] }],
  ...[
    '/livez/%2e%2e/admin/settings',
    '/livez/../admin/settings',
    '/x/..;/admin/settings',
    '//admin/settings',
    '/admin/settings/',
    '/admin//settings',
    '/admin%2fsettings',
    '/ADMIN/settings',
    '/admin;x/settings',
    '/%61dmin%2Fsettings',
  ].map((path) => [`A50 ${path}`, { octets: send(`GET ${path}`), statuses: [404] }] as const),
  ...[
    '/pets/by-tag/%zz',
    '/pets/by-tag/%',
    '/pets/by-tag/%c0%ae',
    '/pets/by-tag/%ff',
    '/pets/by-tag/%00',
    '/pets/by-tag/%ED%A0%80',
    '/pets/%31%',
    '/labels/.%zz',
    '/matrix/;coords=%',
    '/stores/near/lat=%ff,lon=5',
  ].map((path) => [`A52 ${path}`, { octets: send(`GET ${path}`), statuses: [400] }] as const),
  ['A53 raw octets beyond ASCII', { octets: send('GET /pets/\xff'), statuses: [400] }],
  ['A54 an empty segment for a parameter', { octets: send('GET /pets/'), statuses: [404] }],
  ['A54 an asterisk', { octets: send('OPTIONS *'), statuses: [[200, 204, 400, 404]] }],
  ['A54 a method in lower case', { octets: send('get /pets'), statuses: [[400, 405, 501]] }],
  ['A54 a question mark and nothing', { octets: send('GET /pets?'), statuses: [200] }],
  ['A54 two question marks', { octets: send('GET /pets??limit=1'), statuses: [400] }],
  ['A73 HEAD of a GET', { octets: send('HEAD /pets'), statuses: [200], isHead: true, closes: false }],
  ['A73 HEAD of what is not there', { octets: send('HEAD /nowhere'), statuses: [404], isHead: true, closes: false }],
  ['A73 HEAD of what is invalid', { octets: send('HEAD /pets?limit=x'), statuses: [400], isHead: true, closes: false }],
  [
    'A73 HEAD of an operation without GET',
    { octets: send('HEAD /form'), statuses: [405], isHead: true, closes: false },
  ],
  ['A42 OPTIONS without a key', { octets: `OPTIONS /pets HTTP/1.1\r\n${host}\r\n`, statuses: [204], closes: false }],
  ['A42 OPTIONS of what is not there', { octets: send('OPTIONS /nowhere'), statuses: [404] }],
  ['A42 TRACE', { octets: send('TRACE /pets'), statuses: [405] }],
  ['A42 a management path with another method', { octets: send('DELETE /livez'), statuses: [405] }],
];

const wrongKey = `POST /pets HTTP/1.1\r\n${host}X-API-Key: wrong\r\n${json}`;

/** Headers that two readers could read differently, and names that mean something to JavaScript. */
export const headerRows: readonly (readonly [string, RawRow])[] = [
  [
    'A56 100-continue without credentials',
    { octets: `${wrongKey}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`, statuses: [401] },
  ],
  [
    'A56 100-continue with an oversized length',
    { octets: framed('Expect: 100-continue\r\nContent-Length: 99999999\r\n'), statuses: [413] },
  ],
  ['A58 two different content types', { octets: framed('Content-Type: text/plain\r\n', rex), statuses: [400] }],
  [
    'A59 two authorizations',
    {
      octets: `DELETE /pets/1 HTTP/1.1\r\n${host}Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n`,
      statuses: [[400, 401]],
    },
  ],
  ['A59 two keys', { octets: `GET /pets HTTP/1.1\r\n${host}${key}X-API-Key: other\r\n\r\n`, statuses: [[400, 401]] }],
  [
    'A61 headers named as members of Object',
    {
      octets: send('GET /pets', '__proto__: a\r\nconstructor: b\r\ntoString: c\r\nhasOwnProperty: d\r\n'),
      statuses: [200],
    },
  ],
  [
    'A61 a request id that breaks lines',
    { octets: send('GET /pets', 'X-Request-Id: a"b\r\nTraceparent: x\r\n'), statuses: [200] },
  ],
  [
    'A64 a POST without a body, then another request',
    { octets: framed('') + livez, statuses: [400, 200], closes: false },
  ],
  [
    'A64 a refused body, then another request',
    { octets: `${wrongKey}Content-Length: 14\r\n\r\n${rex}${livez}`, statuses: [401, 200], closes: false },
  ],
  [
    'A64 a refused chunked body, then another request',
    {
      octets: `${wrongKey}Transfer-Encoding: chunked\r\n\r\ne\r\n${rex}\r\n0\r\n\r\n${livez}`,
      statuses: [401, 200],
      closes: false,
    },
  ],
  [
    'A64 a body for an unknown path, then another request',
    { octets: send('POST /nowhere', json, rex) + livez, statuses: [404, 200], closes: false },
  ],
  [
    'A65 500 requests in one packet',
    { octets: livez.repeat(500), statuses: Array<number>(500).fill(200), closes: false },
  ],
  [
    'A65 valid, broken and valid requests in one packet',
    { octets: send('GET /pets?limit=x') + framed('', '{') + livez, statuses: [400, 400, 200], closes: false },
  ],
  ['A65 a valid request, then noise', { octets: `${livez}noise\r\n\r\n`, statuses: [200, 400], closes: true }],
  ['A74 GET with a body', { octets: send('GET /pets', json, rex) + livez, statuses: [200, 200], closes: false }],
  [
    'B28 a body that ends too early',
    { octets: framed('Content-Length: 100\r\n', '{"na'), statuses: [[0, 400]], closes: true, ends: true },
  ],
  ['B63 a cookie of 40 kB', { octets: send('GET /search', `Cookie: a=${'b'.repeat(40_000)}\r\n`), statuses: [431] }],
  [
    'B63 1,000 cookies',
    {
      octets: send(
        'GET /search',
        `Cookie: ${Array.from({ length: 1000 }, (_, index) => `c${index}=1`).join('; ')}; __proto__=1\r\n`,
      ),
      statuses: [[200, 400, 431]],
    },
  ],
  [
    'B63 a cookie with a broken escape',
    { octets: send('GET /search', 'Cookie: preferred_tag=%zz; session=%\r\n'), statuses: [[200, 400]] },
  ],
  [
    'B64 a Last-Event-ID of 10 kB',
    { octets: send('GET /events?follow=false', `Last-Event-ID: ${'9'.repeat(10_000)}\r\n`), statuses: [400] },
  ],
  [
    'B61 a thousand ranges',
    {
      octets: send('GET /download/40000000-0000-4000-8000-000000000001', `Range: bytes=${'0-0,'.repeat(999)}1-1\r\n`),
      statuses: [[200, 400, 416]],
    },
  ],
  [
    'B61 a range that overflows',
    {
      octets: send('GET /download/40000000-0000-4000-8000-000000000001', 'Range: bytes=99999999999999999999-\r\n'),
      statuses: [[400, 416]],
    },
  ],
  ['B30 an encoded body', { octets: framed('Content-Encoding: br\r\n', rex), statuses: [415] }],
  ['B31 a coding upon a coding', { octets: framed('Content-Encoding: gzip, gzip\r\n', rex), statuses: [415] }],
  ['B07 nothing acceptable', { octets: send('GET /pets', 'Accept: text/html\r\n'), statuses: [406] }],
  ['B07 everything refused', { octets: send('GET /pets', 'Accept: */*;q=0\r\n'), statuses: [406] }],
  [
    'B07 an Accept of 10,000 elements',
    { octets: send('GET /pets', `Accept: ${'a/b,'.repeat(2_500)}*/*\r\n`), statuses: [200] },
  ],
];

/** What `node:http` by itself takes, or answers without a problem document. */
export const ambiguousRows: readonly (readonly [string, RawRow])[] = [
  ['A01 no Host', { octets: 'GET /livez HTTP/1.1\r\n\r\n', ...bad }],
  ['A02 two different Hosts', { octets: `GET /livez HTTP/1.1\r\n${host}Host: b\r\n\r\n`, ...bad }],
  ['A04 an empty Host', { octets: 'GET /livez HTTP/1.1\r\nHost:\r\n\r\n', statuses: [400] }],
  ['A05 a Host with a path', { octets: 'GET /livez HTTP/1.1\r\nHost: a/b\r\n\r\n', statuses: [400] }],
  ['A07 a list of Hosts', { octets: 'GET /livez HTTP/1.1\r\nHost: a, b\r\n\r\n', statuses: [400] }],
  ['A55 an unknown expectation', { octets: send('GET /pets', 'Expect: foo\r\n'), statuses: [417] }],
  ['A43 the version HTTP/2.0', { octets: `GET /livez HTTP/2.0\r\n${host}\r\n`, statuses: [[400, 505]], closes: true }],
  [
    'A17 identity and chunked',
    {
      octets: framed('Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n', `e\r\n${rex}\r\n0\r\n\r\n`),
      ...bad,
    },
  ],
];
