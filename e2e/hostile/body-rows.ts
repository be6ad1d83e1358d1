/** A body and what the pet store has to say to it. Strings are sent as UTF-8. */
export interface BodyRow {
  /** Method and target, as `POST /pets`. */
  readonly target: string;
  /** Undefined: none is sent. */
  readonly type?: string | undefined;
  readonly body?: string | Uint8Array | undefined;
  readonly status: number;
  /** Keywords that the problem has to list. */
  readonly keywords?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

type Rows = readonly (readonly [string, BodyRow])[];

const json = 'application/json';
const formType = 'application/x-www-form-urlencoded';
const multipartType = 'multipart/form-data; boundary=X';
/** Never to be seen again, in no answer and no log. */
export const secret = 'sEcReT-5d1c';

const toPets = (body: string | Uint8Array, status = 400): BodyRow => ({
  target: 'POST /pets',
  type: json,
  body,
  status,
});
const toOrders = (body: string | Uint8Array, status = 400): BodyRow => ({
  target: 'POST /orders',
  type: json,
  body,
  status,
});
const ofType = (type: string | undefined, status: number): BodyRow => ({
  target: 'POST /pets',
  type,
  body: '{"name":"Rex"}',
  status,
});
const toForm = (body: string, status = 400): BodyRow => ({ target: 'POST /form', type: formType, body, status });
const toUpload = (body: string, status = 400, type = multipartType): BodyRow => ({
  target: 'POST /upload',
  type,
  body,
  status,
});

const part = (disposition: string, content: string, more = '') =>
  `--X\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n${content}\r\n`;
const end = '--X--\r\n';
const file = part('name="file"; filename="a.bin"', 'x', 'Content-Type: application/octet-stream\r\n');

/** Categories inside one another; each level is an object in an array. */
function nestedCategories(levels: number): string {
  return `${'{"id":"a","name":"A","children":['.repeat(levels)}${']}'.repeat(levels)}`;
}

export const jsonRows: Rows = [
  ['B01 no body', { target: 'POST /pets', type: json, status: 400, keywords: ['required'] }],
  ...[
    '',
    ' ',
    '{"name":"Rex",}',
    'NaN',
    `'${secret}'`,
    `/*${secret}*/{}`,
    '{"name":"Rex"}{}',
    '{name:1}',
    '"\t"',
    '\0',
    `{"name":${secret}}`,
  ].map((text) => [`B09 ${JSON.stringify(text)}`, toPets(text)] as const),
  ['B10 a byte order mark', toPets('\ufeff{"name":"Rex"}')],
  ['B11 UTF-16', toPets(Buffer.from('{"name":"Rex"}', 'utf16le'))],
  ['B11 an overlong slash', toPets(Buffer.from('7b226e616d65223a22c0af227d', 'hex'))],
  ['B12 half of a surrogate pair', toPets('{"name":"\\ud800"}')],
  ['B12 half of a surrogate pair in a name', toPets('{"\\udc00":1,"name":"Rex"}')],
  ['B12 an encoded surrogate', toPets(Buffer.from('7b226e616d65223a22eda080227d', 'hex'))],
  ['B13 a member that comes twice', toPets('{"name":"Rex","name":"Max"}')],
  ['B15 200,000 members', toOrders(`{${Array.from({ length: 200_000 }, (_, index) => `"k${index}":1`).join()}}`, 413)],
  ['B16 90,000 members in 1 MB', toOrders(`{${Array.from({ length: 90_000 }, (_, index) => `"${index}":1`).join()}}`)],
  ['B18 a number of a million digits', toOrders(`{"userId":${'9'.repeat(1_000_000)}}`)],
  ['B19 a number that is not finite', toPets('{"name":"Rex","age":1e400}')],
  ['B21 an integer with a fraction', toPets('{"name":"Rex","age":1.5}')],
  ['B21 a number in quotes', toPets('{"name":"Rex","age":"1"}')],
  ['B21 an integer as 1.0', toPets('{"name":"Rex","age":1.0}', 201)],
  ['B22 minus zero', toPets('{"name":"Rex","age":-0}', 201)],
  ['B22 an exponent', toPets('{"name":"Rex","age":1E1}', 201)],
  ['B23 __proto__', toPets('{"name":"Rex","__proto__":{"admin":true}}')],
  ['B24 constructor', toPets('{"name":"Rex","constructor":{"prototype":{"admin":true}}}')],
  [
    'B24 __proto__ where any name may be',
    {
      target: 'POST /items/10000000-0000-4000-8000-00000000abcd',
      type: json,
      body: '{"name":"A","attributes":{"__proto__":"b"}}',
      status: 400,
    },
  ],
  ['B25 toJSON, then and length', toPets('{"name":"Rex","toJSON":1,"then":1,"length":1e9}')],
  ['B26 null, arrays and scalars for an object', toPets('[{"name":"Rex"}]')],
  ['B54 100,000 arrays', toOrders('['.repeat(100_000))],
  ['B54 100,000 objects', toOrders('{"a":'.repeat(100_000))],
  [
    'B54 a tree of 31 levels',
    { target: 'POST /categories', type: json, body: nestedCategories(31).replaceAll('"a"', `"deep"`), status: 409 },
  ],
  ['B54 a tree of 33 levels', { target: 'POST /categories', type: json, body: nestedCategories(33), status: 400 }],
  ['B57 a secret in a wrong place', toPets(`{"name":"Rex","age":"${secret}","breed":"<script>${secret}</script>"}`)],
  ['B57 a secret for a pattern', toPets(`{"name":"Rex","tags":["${secret}"]}`)],
  ['B57 a name of hostile length', toPets(`{"name":"Rex","${'x'.repeat(5_000)}${secret}":1}`)],
  ['B57 a name that breaks lines', toPets(`{"name":"Rex","\\r\\n${secret}\\u0000":1}`)],
  ['B57 20,000 wrong elements', toOrders(`{"userId":1,"lines":[${Array(20_000).fill(`"${secret}"`).join()}]}`)],
  ['B58 a read-only property', toPets('{"name":"Rex","id":1}')],
  ['B59 a name of 15,000 characters', toPets(`{"name":"${'x'.repeat(15_000)}"}`)],
  ['B59 a body over the limit of its operation', toPets(`{"name":"${'x'.repeat(17_000)}"}`, 413)],
  [
    'B51 a text against a pattern',
    { target: 'POST /webhooks', type: json, body: `{"url":"http://${'a.'.repeat(9_000)}!"}`, status: 400 },
  ],
  [
    'B51 a text against a format',
    { target: 'POST /orders', type: json, body: `{"userId":"${'0'.repeat(500_000)}"}`, status: 400 },
  ],
  [
    'B56 a body for QUERY',
    { target: 'QUERY /pets', type: json, body: '{"age":{"from":"1"}}', status: 400, keywords: ['type'] },
  ],
];

export const mediaTypeRows: Rows = [
  ['B03 text', ofType('text/plain', 415)],
  ['B03 a form', ofType(formType, 415)],
  ['B03 none', ofType('', 415)],
  ['B04 UTF-16 by name', ofType('application/json; charset=utf-16', 415)],
  ['B05 UTF-8 by name', ofType('application/json; charset="UTF-8"', 201)],
  ['B05 upper case', ofType('Application/JSON', 201)],
  ...[
    'application/jsonx',
    'application/json/x',
    ',application/json',
    'application/json, text/plain',
    '*/*',
    'application/*',
    'json',
    'application/json; a=1; a=2',
    'application/json; charset',
    '__proto__/constructor',
    ';',
  ].map((type) => [`B06 ${type}`, ofType(type, 415)] as const),
  ['B06 a parameter without end', ofType(`application/json; a="${'x'.repeat(3_000)}`, 415)],
];

export const formRows: Rows = [
  ['B33 20,000 fields', toForm(Array(20_000).fill('interests=a').join('&'))],
  ['B33 nested names', toForm('name=Ada&a[b][c][d]=1')],
  ['B33 a huge index', toForm('name=Ada&interests[999999999]=1')],
  ['B34 __proto__ in brackets', toForm('name=Ada&__proto__[x]=1')],
  ['B35 a broken escape', toForm(`name=%zz${secret}`)],
  ['B35 an overlong slash', toForm('name=%c0%ae')],
  ['B35 no fields', toForm('')],
  ['B35 only separators', toForm('&&&&')],
  ['B35 a name twice', toForm('name=Ada&name=Grace')],
  ['B35 a name of 5,000 characters', toForm(`name=Ada&${'x'.repeat(5_000)}=1`)],
  [
    'B35 octets that are not UTF-8',
    { target: 'POST /form', type: formType, body: Buffer.from('6e616d653dff', 'hex'), status: 400 },
  ],
  ...['0x10', '1e3', '+1', '%201', '1.5', '%D9%A1', '-1', '9'.repeat(400), 'NaN', ''].map(
    (age) => [`B40 the age ${JSON.stringify(age)}`, toForm(`name=Ada&age=${age}`)] as const,
  ),
  ['B42 no boundary', toUpload(file + end, 400, 'multipart/form-data')],
  ['B42 an empty boundary', toUpload(file + end, 415, 'multipart/form-data; boundary=')],
  [
    'B42 a boundary of 5,000 characters',
    toUpload(file + end, 400, `multipart/form-data; boundary=${'X'.repeat(5_000)}`),
  ],
  ['B42 another boundary', toUpload(file + end, 400, 'multipart/form-data; boundary=Y')],
  ['B43 5,000 parts', toUpload(part('name="a"', '1').repeat(5_000) + end, 413)],
  [
    'B43 5,000 headers in a part',
    toUpload(part('name="file"; filename="a"', '1', 'A: b\r\n'.repeat(5_000)) + end, 413),
  ],
  ['B44 no parts', toUpload(end)],
  ['B44 nothing', toUpload('')],
  ['B44 a part without a name', toUpload(`--X\r\nContent-Disposition: form-data\r\n\r\n1\r\n${end}`)],
  ['B44 a part without a disposition', toUpload(`--X\r\n\r\n1\r\n${end}`)],
  [
    'B44 a charset that nobody knows',
    toUpload(part('name="metadata"', '{}', 'Content-Type: application/json; charset=utf-99\r\n') + file + end, 415),
  ],
  ['B45 the end is missing', toUpload(file)],
  ['B45 cut in the middle of a header', toUpload(file.slice(0, 20))],
  ['B46 a name of 10 kB', toUpload(part(`name="${'n'.repeat(10_000)}"`, '1') + file + end)],
  ['B46 a file name of 10 kB', toUpload(part(`name="file"; filename="${'n'.repeat(10_000)}"`, 'x') + end, 201)],
  ['B48 a part named __proto__', toUpload(part('name="__proto__"', '1') + file + end, 201)],
  [
    'B49 metadata of another type',
    toUpload(part('name="metadata"', '<x/>', 'Content-Type: application/xml\r\n') + file + end, 415),
  ],
  [
    'B49 metadata that is no JSON',
    toUpload(part('name="metadata"', `{${secret}`, 'Content-Type: application/json\r\n') + file + end),
  ],
  [
    'B49 metadata too deep',
    toUpload(part('name="metadata"', '['.repeat(100_000), 'Content-Type: application/json\r\n') + file + end),
  ],
  ['B49 two files where one is declared', toUpload(file + file + end)],
];

const query = (target: string, status = 400): BodyRow => ({ target: `GET ${target}`, status });

export const parameterRows: Rows = [
  ['B36 1,001 parameters', query(`/pets?${'a&'.repeat(1_001)}`)],
  ['B37 a parameter nobody declared', query('/pets?colour=black')],
  ['B37 __proto__', query('/pets?__proto__=1')],
  ['B37 a declared parameter twice', query('/pets?limit=1&limit=2')],
  ['B39 a filter in a filter', query('/search?filters[a][b]=1')],
  ['B39 a filter named __proto__', query('/search?filters[__proto__]=1')],
  ['B39 a filter without a name', query('/search?filters=1')],
  ['B39 an open bracket', query('/search?filters[a=1')],
  ['B39 11 filters', query(`/search?${Array.from({ length: 11 }, (_, index) => `filters[a${index}]=1`).join('&')}`)],
  ...['0x10', '1e3', '+1', '%201', '1%20', '1.5', '%D9%A1', '', 'null', '9'.repeat(400), '1%00', `${secret}`].map(
    (limit) => [`B40 the limit ${JSON.stringify(limit)}`, query(`/pets?limit=${limit}`)] as const,
  ),
  ...['TRUE', '1', 'yes', 'true%20'].map(
    (follow) => [`B40 the boolean ${JSON.stringify(follow)}`, query(`/events?follow=${follow}`)] as const,
  ),
  ['B41 a broken escape', query('/pets?tags=%zz')],
  ['B41 a JSON parameter that is none', query(`/inventory?filter={${secret}`)],
  ['B41 a JSON parameter too deep', query(`/inventory?filter=${'['.repeat(7_000)}`)],
  ['B41 a JSON parameter with __proto__', query('/inventory?filter={"__proto__":{"a":1}}')],
  ['B41 too many elements', query(`/matrix/;coords=${Array(100).fill(1).join()}`)],
  ['B41 an element that is no number', query(`/matrix/;coords=1,${secret}`)],
  ['B41 a text of 7,000 characters against a pattern', query(`/pets/by-tag/${'a-'.repeat(3_500)}!`)],
  ['B41 an array where a number is meant', query('/pets/1,2')],
  ['B41 a number beyond 2^53', query('/pets/9007199254740993')],
  ['A62 members of Object are no headers', { target: 'GET /search', headers: { constructor: 'x' }, status: 200 }],
];
