import type { NamedRow } from './token-rows.ts';

const basic = (name: string, value: string, status = 401): NamedRow => [
  name,
  {
    request: 'GET /staff',
    headers: { authorization: value },
    status,
    ...(status === 401 && { challenge: [/^Basic realm="Staff", charset="UTF-8"$/] }),
  },
];
const encoded = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const key = (name: string, value: string, status = 401): NamedRow => [
  name,
  { request: 'GET /key', headers: { 'x-api-key': value }, status },
];

/** C01, C39, C42, C45, C46, C58, C60: keys, passwords, and what is no credential at all. */
export const credentialRows: readonly NamedRow[] = [
  [
    'C01 no credentials: one challenge for each scheme, none with an error',
    {
      request: 'GET /any',
      headers: {},
      status: 401,
      challenge: [
        /^Bearer realm="Bearer"$/,
        /^ApiKey realm="Key", in="header", name="X-API-Key"$/,
        /^Basic realm="Staff"/,
      ],
    },
  ],
  ['C39 a public operation without credentials', { request: 'GET /public', headers: {}, status: 204 }],
  [
    'C39 a public operation with a bad token',
    { request: 'GET /public', headers: { authorization: 'Bearer x' }, status: 204 },
  ],
  key('C42 the first key', 'first-key-0123456789', 204),
  key('C42 the second key', 'second-key-0123456789', 204),
  ['C42 no key', { request: 'GET /key', headers: {}, status: 401 }],
  key('C42 a wrong key', 'third-key-0123456789'),
  key('C42 the beginning of a key', 'first-key'),
  key('C42 a key and one octet more', 'first-key-01234567890'),
  key('C42 a key of 12 kB', 'k'.repeat(12_000)),
  ['C43 a key in the query', { request: 'GET /query-key?api_key=query-key-0123456789', headers: {}, status: 204 }],
  ['C43 a wrong key in the query', { request: 'GET /query-key?api_key=x', headers: {}, status: 401 }],
  [
    'a key in the query twice',
    { request: 'GET /query-key?api_key=query-key-0123456789&api_key=query-key-0123456789', headers: {}, status: 401 },
  ],
  basic('C45 no colon', encoded('Aladdin')),
  basic('C45 not Base64', 'Basic ???'),
  basic('C45 empty', 'Basic '),
  basic('C45 a control character', encoded('Aladdin:open\u0007sesame')),
  basic('C45 a password with a colon', encoded('a:b:c'), 204),
  basic('C46 the vector of RFC 7617 §2', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', 204),
  basic('C46 the vector of RFC 7617 §2.1, in UTF-8', 'Basic dGVzdDoxMjPCow==', 204),
  basic('C61 a wrong password', encoded('Aladdin:open')),
  basic('C61 an unknown user', encoded('Jafar:open sesame')),
  [
    'C58 a method in a header',
    {
      request: 'GET /public',
      headers: { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' },
      status: 204,
    },
  ],
  [
    'C60 a path in a header',
    { request: 'GET /public', headers: { 'x-original-url': '/admin', 'x-rewrite-url': '/admin' }, status: 204 },
  ],
  [
    'C60 an open path in a header does not open another',
    { request: 'GET /admin', headers: { 'x-original-url': '/public', 'x-rewrite-url': '/public' }, status: 401 },
  ],
];
