import { describe, expect, it } from 'vitest';
import { decodeJson, decodeUtf8 } from './decode-json.ts';

const limits = { maxDepth: 4, maxKeys: 5 };

function refused(text: string | Uint8Array): string {
  try {
    decodeJson(Buffer.from(text), limits);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
}

describe('what JSON.parse refuses too, with its place', () => {
  it.each([
    ['', 'malformed at octet 0 (line 1, column 1): the text ends too early'],
    ['{"a":1,}', 'malformed at octet 7 (line 1, column 8): expected a member name in double quotes'],
    ['[1,]', 'malformed at octet 3 (line 1, column 4): expected a value'],
    ['NaN', 'malformed at octet 0 (line 1, column 1): expected a value'],
    ["'x'", 'malformed at octet 0 (line 1, column 1): expected a value'],
    ['{"a":1}//', 'malformed at octet 7 (line 1, column 8): nothing may follow the value'],
    ['{"a" 1}', 'malformed at octet 5 (line 1, column 6): expected a colon'],
    ['{"a":1 "b":2}', 'malformed at octet 7 (line 1, column 8): expected a comma or the end of the object'],
    ['[1 2]', 'malformed at octet 3 (line 1, column 4): expected a comma or the end of the array'],
    ['["a\nb"]', 'malformed at octet 3 (line 1, column 4): a control character or a bad escape in a string'],
    ['["\\x"]', 'malformed at octet 2 (line 1, column 3): a control character or a bad escape in a string'],
    ['{"secret', 'malformed at octet 8 (line 1, column 9): the text ends too early'],
    ['{"é":\n  tru}', 'malformed at octet 9 (line 2, column 3): expected a value'],
    ['{"a":{"\\u12', 'malformed at octet 7 (line 1, column 8): a control character or a bad escape in a string'],
    ['{"a":01}', 'malformed at octet 6 (line 1, column 7): expected a comma or the end of the object'],
    ['{"a":"\\ud8"}', 'malformed at octet 6 (line 1, column 7): a control character or a bad escape in a string'],
  ])('%j', (text, want) => expect(refused(text)).toContain(want));
});

describe('what JSON.parse would let through', () => {
  it.each([
    ['a repeated name', '{"a":1,"a":2}', 'octet 7 (line 1, column 8): duplicate key'],
    ['a repeated name written another way', '{"a":1,\n"\\u0061":2}', 'octet 8 (line 2, column 1): duplicate key'],
    ['a repeated name deep inside', '{"x":{"a":1,"b":[{}],"a":1}}', 'duplicate key'],
    ['a repeated __proto__', '{"__proto__":1,"__proto__":1}', 'duplicate key'],
    ['too deep', '[[[[[1]]]]]', 'octet 4 (line 1, column 5): nested deeper than 4 levels'],
    ['too many members', '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', 'more than 5 members in one object'],
    [
      'too many members around another object',
      '{"a":1,"b":{"x":1},"c":3,"d":4,"e":5,"f":6}',
      'more than 5 members in one object',
    ],
    ['more objects than octets are worth', `[${'{},'.repeat(20_001)}0]`, 'more than one array or object in 6 octets'],
    ['a number too long', `[${'1'.repeat(1_001)}]`, 'octet 1 (line 1, column 2): a number longer than 1000 characters'],
    ['a number beyond a double', '[-1e400]', 'a number that is not finite'],
    ['a long number beyond a double', `[${'9'.repeat(400)}]`, 'a number that is not finite'],
    ['a high surrogate alone', '["\\ud800"]', 'octet 2 (line 1, column 3): half of a surrogate pair'],
    ['a low surrogate alone', '["\\uDFFF"]', 'half of a surrogate pair'],
    ['two high surrogates', '["\\ud800\\ud800"]', 'half of a surrogate pair'],
    ['a byte order mark', '\uFEFF{}', 'byte order mark'],
    ['octets that are not UTF-8', Buffer.from([0x22, 0xc3, 0xa9, 0xff, 0x22]), 'not UTF-8 at octet 3'],
    ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'not UTF-8 at octet 1'],
    ['a cut sequence after a sent U+FFFD', Buffer.from([0xef, 0xbf, 0xbd, 0xe2, 0x82]), 'not UTF-8 at octet 3'],
  ])('%s', (_name, text, want) => expect(refused(text)).toContain(want));
});

describe('what is taken', () => {
  it.each([
    ['{"a":"x:{[1e999","b":"\\\\\\":,"}'],
    ['{"constructor":{"prototype":{"x":1}}}'],
    ['[{"a":1,"b":2,"c":3},{"a":1,"b":2,"c":3},{"a":{"a":1,"b":2,"c":3},"b":2,"c":3}]'],
    ['{"toJSON":1,"then":1,"length":1000000000}'],
    ['[-0,1E2,1.0,1e-400]'],
    ['"\\ud83d\\ude00 \\u0041 😀"'],
    [' [ null , true ] '],
    [`[${'1'.repeat(200)}]`],
    [`[0.${'1'.repeat(400)}]`],
  ])('%s', (text) => expect(decodeJson(Buffer.from(text), limits)).toEqual(JSON.parse(text)));

  it('keeps __proto__ as an own member and pollutes nothing', () => {
    const value = decodeJson(Buffer.from('{"__proto__":{"polluted":true}}'), limits);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

it('reads text that is ASCII and text that is not', () => {
  expect(decodeUtf8(Buffer.from('aé😀'))).toBe('aé😀');
});
