import { bad, host, type RawRow, send } from './raw-rows.ts';
import { family, type Rows } from './support/family.ts';

/** All but HT, which may stand in a value, and CR and LF, which have rows of their own. */
const controls = [...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)), '\x7f'].filter(
  (octet) => !'\t\r\n'.includes(octet),
);
const withHost = (value: string): RawRow => ({ octets: `GET /livez HTTP/1.1\r\nHost: ${value}\r\n\r\n`, ...bad });
const line = (text: string): RawRow => ({ octets: `${text}\r\n${host}\r\n`, ...bad });

export const hostRows: Rows = [
  ['A02 the same Host twice', { octets: `GET /livez HTTP/1.1\r\n${host}${host}\r\n`, ...bad }],
  ['A02 a Host that follows in other letters', { octets: `GET /livez HTTP/1.1\r\n${host}hOST: b\r\n\r\n`, ...bad }],
  ...family(
    'A05 the Host',
    [
      'a b',
      'a?b',
      'a#b',
      'user@a',
      'a,b',
      '[::1',
      '::1',
      'a:b',
      'a:80:80',
      '%zz',
      'http://a',
      'a/',
      'a\\b',
      '<a>',
      '"a"',
      '[a]:80:',
      '\xe9',
    ],
    withHost,
  ),
  ...family(
    'A06 the Host',
    ['a', 'a:', 'a:8081', '127.0.0.1', '[::1]', '[::1]:80', 'xn--bcher-kva.example', 'A.B-C_d'],
    (value) => ({
      ...withHost(value),
      statuses: [200],
      closes: false,
    }),
  ),
  ['A02 HTTP/1.0 needs no Host', { octets: 'GET /livez HTTP/1.0\r\n\r\n', statuses: [200], closes: true }],
];

export const headerFamilyRows: Rows = [
  ...family('A25 in a value', controls, (octet) => ({ octets: send('GET /pets', `X-A: b${octet}c\r\n`), ...bad })),
  ...family(
    'A25 in a name',
    [
      ...controls,
      ' ',
      '\t',
      '(',
      ')',
      ',',
      '/',
      ';',
      '<',
      '=',
      '>',
      '?',
      '@',
      '[',
      '\\',
      ']',
      '{',
      '}',
      '"',
      '\x80',
      '\xff',
    ],
    (octet) => ({
      octets: send('GET /pets', `X-${octet}A: b\r\n`),
      ...bad,
    }),
  ),
  ...family('A25 a line end', ['\n', '\r', '\n\r', '\r\r\n'], (end) => ({
    octets: send('GET /pets', `X-A: b${end}X-B: c\r\n`),
    ...bad,
  })),
  ['A25 a tab in a value', { octets: send('GET /pets', 'X-A: b\tc\r\n'), statuses: [200], closes: false }],
  [
    'A25 octets beyond ASCII in a value',
    { octets: send('GET /pets', 'X-A: \xe9\xff\r\n'), statuses: [200], closes: false },
  ],
  ['A23 a folded line with a tab', { octets: send('GET /pets', 'X-A: b\r\n\tc\r\n'), ...bad }],
  ...family(
    'A59 twice:',
    [
      'Authorization: Bearer a',
      'Content-Type: application/json',
      'Origin: http://a',
      'Range: bytes=0-1',
      'If-Range: "a"',
      'If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT',
      'If-Unmodified-Since: Thu, 01 Jan 2026 00:00:00 GMT',
      'Proxy-Authorization: a',
      'Access-Control-Request-Method: GET',
      'Content-Range: bytes 0-1/2',
    ],
    (header) => ({
      octets: send(
        'GET /pets',
        `${header}\r\nX-Between: a\r\n${header.replace(/^\w/, (letter) => letter.toLowerCase())}\r\n`,
      ),
      ...bad,
    }),
  ),
  ...family(
    'A60 twice:',
    [
      'Accept: application/json',
      'Accept-Encoding: gzip',
      'Cookie: a=b',
      'X-Any: a',
      'User-Agent: a',
      'Via: 1.1 a',
      'Traceparent: x',
    ],
    (header) => ({
      octets: send('GET /pets', `${header}\r\n${header}\r\n`),
      statuses: [200],
      closes: false,
    }),
  ),
  ...family('A55 the expectation', ['200-ok', '100-continue, foo', '100-continue-x', '""'], (value) => ({
    octets: send('GET /pets', `Expect: ${value}\r\n`),
    statuses: [[417, 400]],
    closes: true,
  })),
  ...family(
    'A60 a header that wants another path or method:',
    [
      'X-HTTP-Method-Override: DELETE',
      'X-Method-Override: DELETE',
      'X-Original-URL: /admin/settings',
      'X-Rewrite-URL: /admin/settings',
      'X-Forwarded-Prefix: /admin',
      'X-Forwarded-Host: evil',
    ],
    (header) => ({
      octets: send('GET /pets', `${header}\r\n`),
      statuses: [200],
      closes: false,
    }),
  ),
];

export const requestLineRows: Rows = [
  ...family(
    'A43 the request line',
    [
      'GET /livez HTTP/1',
      'GET /livez HTTP/1.10',
      'GET /livez HTTP/01.1',
      'GET /livez HTTP/0.9',
      'GET /livez HTTP/1.1x',
      'GET /livez HTPP/1.1',
      'GET /livez HTTP/1,1',
      'GET /livez HTTP/-1.1',
      'GET /livez HTTP',
      'GET /livez HTTP/4294967297.1',
    ].map(String),
    (text) => ({ ...line(text), statuses: [[400, 505]] }),
  ),
  ...family(
    'A45 the request line',
    [
      'GET',
      'GET /livez',
      ' GET /livez HTTP/1.1',
      'GET\t/livez\tHTTP/1.1',
      '/livez HTTP/1.1',
      'GET  HTTP/1.1',
      'G@T /livez HTTP/1.1',
      'GET /li vez HTTP/1.1',
      'GÉT /livez HTTP/1.1',
      '{"a":1}',
      '\x00',
      'GET livez HTTP/1.1',
      'GET ?a HTTP/1.1',
      'GET \\livez HTTP/1.1',
      'GET * HTTP/1.1',
    ],
    (text) => ({
      ...line(text),
      statuses: [[400, 404, 405, 501, 505]],
      closes: undefined,
    }),
  ),
  ...family(
    'A38 the method',
    ['FOO', 'get', 'Get', 'GETS', 'GE', 'DEBUG', 'TRACK', 'PROPFIND', 'PURGE', 'X'.repeat(300)],
    (method) => ({
      octets: send(`${method} /pets`),
      statuses: [[400, 405, 501]],
    }),
  ),
  ...family('A48 in the target', [...controls, '\t'], (octet) => ({ octets: send(`GET /pets/${octet}`), ...bad })),
  ...family('A47 a fragment', ['/pets#', '/pets?a#b', '/#', '/pets%23#x'], (target) => ({
    octets: send(`GET ${target}`),
    statuses: [400],
  })),
  ...family(
    'A52 the escape',
    ['%c1%81', '%f4%90%80%80', '%ed%b0%80', '%80', '%e2%28%a1', '%u0041', '%G1', '%1', '%%', '%25%', '%fe', '%c3'],
    (octets) => ({ octets: send(`GET /pets/by-tag/${octets}`), statuses: [400] }),
  ),
  ...family(
    'A50 the path',
    [
      '/livez/%2e%2e%2fadmin/settings',
      '/livez%2f..%2fadmin%2fsettings',
      '/./admin/settings',
      '/x/../admin/settings',
      '/admin/./settings',
      '/admin/settings/.',
      '/admin/settings%20',
      '/admin/settings%00',
      '/admin/settings;a=b',
      '/admin/settings.json',
      '/%2fadmin/settings',
      '/admin%5csettings',
      '/Admin/Settings',
      '//livez',
      '/livez/',
      '/livez%2f',
      '/livez;x',
      '/livez%00',
      '/metrics/',
      '//metrics',
      '/pets/%2e%2e/metrics',
    ],
    (path) => ({ octets: send(`GET ${path}`), statuses: [[400, 404]] }),
  ),
  ['A46 an absolute target of another host', { octets: send('GET http://evil.example/nowhere'), statuses: [404] }],
  ['A46 an absolute target with a user', { octets: send('GET http://user:secret@a/nowhere'), statuses: [[400, 404]] }],
  ['A46 another scheme', { octets: send('GET ftp://a/pets'), statuses: [400] }],
  ['A46 a scheme that means something', { octets: send('GET file:///etc/passwd'), statuses: [400] }],
];
