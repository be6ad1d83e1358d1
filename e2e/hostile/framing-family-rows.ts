import { bad, chunked, framed, livez, rex } from './raw-rows.ts';
import { family, type Rows } from './support/family.ts';

const whole = `e\r\n${rex}\r\n0\r\n\r\n`;

export const lengthRows: Rows = [
  ['A08 the same length twice', { octets: framed('Content-Length: 3\r\nContent-Length: 3\r\n', '{} '), ...bad }],
  ...family(
    'A11 the length',
    [
      '3,',
      ',3',
      '3;',
      '3.0',
      '3e0',
      '\xb3',
      '3\x0b',
      '\x0b3',
      '3 ,3',
      '"3"',
      'three',
      '18446744073709551616',
      '18446744073709551619',
      '0x',
      '3h',
      '-3',
      '+0',
      'NaN',
    ],
    (length) => ({ octets: framed(`Content-Length: ${length}\r\n`, '{} '), ...bad }),
  ),
  ['A11 leading zeros', { octets: framed(`Content-Length: 0000${rex.length}\r\n`, rex), statuses: [[201, 400]] }],
  ['A11 a space before the colon', { octets: framed('Content-Length : 3\r\n', '{} '), ...bad }],
  ['A11 a tab before the colon', { octets: framed('Content-Length\t: 3\r\n', '{} '), ...bad }],
  ['A11 a length on the next line', { octets: framed('Content-Length:\r\n 3\r\n', '{} '), ...bad }],
  ['A11 a length beyond all limits', { octets: framed('Content-Length: 999999999999\r\n', '{} '), statuses: [413] }],
  [
    'A13 chunks and a length',
    { octets: framed(`Transfer-Encoding: chunked\r\nContent-Length: ${whole.length}\r\n`, whole), ...bad },
  ],
  ['A13 chunks and no octet', { octets: framed('Transfer-Encoding: chunked\r\nContent-Length: 0\r\n', whole), ...bad }],
];

export const codingRows: Rows = [
  ...family(
    'A15 the coding',
    [
      'chunked, identity',
      'identity, chunked',
      'gzip, chunked',
      'chunked;q=1',
      '"chunked"',
      'chunked\x0b',
      ',chunked',
      'chunked,',
      'identity',
      'chunkedx',
      'x chunked',
      '',
      'deflate',
      'chunked chunked',
      'chunke',
      '\x0cchunked',
      'cow',
    ],
    (coding) => ({ octets: framed(`Transfer-Encoding: ${coding}\r\n`, whole), statuses: [[400, 501]], closes: true }),
  ),
  ...family('A15 the coding', ['chunked', 'Chunked', 'CHUNKED', ' chunked '], (coding) => ({
    octets: framed(`Transfer-Encoding: ${coding}\r\n`, whole),
    statuses: [201],
    closes: false,
  })),
  [
    'A16 two headers chunked',
    { octets: framed('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', whole), ...bad },
  ],
  [
    'A17 chunked and identity',
    { octets: framed('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', whole), ...bad },
  ],
  [
    'A19 chunks in HTTP/1.0 without Host',
    { octets: `POST /pets HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n${whole}`, ...bad },
  ],
  ['A20 a tab before the colon', { octets: framed('Transfer-Encoding\t: chunked\r\n', whole), ...bad }],
  ['A20 a coding on the next line', { octets: framed('Transfer-Encoding:\r\n chunked\r\n', whole), ...bad }],
  ['A20 a control before the name', { octets: framed('\x0bTransfer-Encoding: chunked\r\n', whole), ...bad }],
];

export const chunkRows: Rows = [
  ...family(
    'A26 the chunk size',
    [
      '',
      'g',
      'eh',
      '\te',
      'e\t',
      'e\x0b',
      '0e ',
      '10000000000000000',
      '0xe',
      '-e',
      '+e',
      'e,',
      '"e"',
      'e\r',
      '\xbd',
      'e e',
    ],
    (size) => ({ octets: chunked(`${size}\r\n${rex}\r\n0\r\n\r\n`), ...bad }),
  ),
  [
    'A26 a chunk that never ends',
    { octets: chunked(`FFFFFFFFFFFFFFFF\r\n${rex}`), statuses: [[0, 400, 413]], closes: true, ends: true },
  ],
  ['A27 an extension', { octets: chunked(`e;a=b;c="d"\r\n${rex}\r\n0\r\n\r\n`), statuses: [201], closes: false }],
  ['A27 upper case', { octets: chunked(`E\r\n${rex}\r\n0\r\n\r\n`), statuses: [201], closes: false }],
  ['A28 an extension with a bare CR', { octets: chunked(`e;a\rb\r\n${rex}\r\n0\r\n\r\n`), ...bad }],
  ['A28 an extension with a bare LF', { octets: chunked(`e;a\n${rex}\r\n0\r\n\r\n`), ...bad }],
  ['A28 an extension with NUL', { octets: chunked(`e;a\0\r\n${rex}\r\n0\r\n\r\n`), ...bad }],
  ['A29 less data than its size', { octets: chunked(`f\r\n${rex}\r\n0\r\n\r\n`), ...bad }],
  ['A29 no line end after the data', { octets: chunked(`e\r\n${rex}0\r\n\r\n`), ...bad }],
  ['A29 a bare LF after the data', { octets: chunked(`e\r\n${rex}\n0\r\n\r\n`), ...bad }],
  ['A29 a bare CR after the data', { octets: chunked(`e\r\n${rex}\r0\r\n\r\n`), ...bad }],
  [
    'A29 the end before the last chunk',
    { octets: chunked(`e\r\n${rex}\r\n`), statuses: [[0, 400]], closes: true, ends: true },
  ],
  ...family(
    'A31 the trailer',
    ['Content-Length: 50', 'content-length: 0', 'Transfer-Encoding: chunked', 'X A: b', ': b', 'X-A: b\0', 'X-A'],
    (trailer) => ({
      octets: chunked(`e\r\n${rex}\r\n0\r\n${trailer}\r\n\r\n`),
      ...bad,
    }),
  ),
  ...family(
    'A32 the trailer',
    [
      'Authorization: Bearer x',
      'Cookie: session=x',
      'X-API-Key: x',
      '__proto__: x',
      'Content-Type: text/plain',
      'Expect: foo',
    ],
    (trailer) => ({
      octets: chunked(`e\r\n${rex}\r\n0\r\n${trailer}\r\n\r\n`) + livez,
      statuses: [201, 200],
      closes: false,
    }),
  ),
  [
    'A33 20 kB of trailers',
    { octets: chunked(`e\r\n${rex}\r\n0\r\n${'a: b\r\n'.repeat(9_000)}\r\n`), statuses: [[201, 400, 413, 431]] },
  ],
];
