import { describe, expect, it } from 'vitest';
import { octetsOf, readFields, textOf } from '../src/spiffe/protobuf.ts';
import { childrenOf, readDer } from '../src/tls/der.ts';
import { readExtensions } from '../src/tls/read-extensions.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('readFields', () => {
  it.each<[string, string, readonly (readonly [number, string])[]]>([
    ['nothing', '', []],
    ['a text', '0a 02 6869', [[1, '6869']]],
    ['a text of no octets', '0a 00', [[1, '']]],
    [
      'two of the same number',
      '0a 01 61 0a 01 62',
      [
        [1, '61'],
        [1, '62'],
      ],
    ],
    ['a number of two octets', '82 01 01 61', [[16, '61']]],
    ['a varint before it', '08 96 01 12 01 61', [[2, '61']]],
    ['eight octets before it', '09 0000000000000000 12 01 61', [[2, '61']]],
    ['four octets before it', '0d 00000000 12 01 61', [[2, '61']]],
    ['a varint of ten octets', '08 ffffffffffffffffff 01', []],
  ])('reads %s', (_name, text, fields) => {
    const read = readFields(hex(text))?.map(({ number, value }) => [number, value.toString('hex')]);
    expect(read).toEqual(fields);
  });

  it.each([
    ['a length beyond the end', '0a 05 61'],
    ['a length without an end', '0a ff'],
    ['a length of gigabytes', '0a ffffffff7f 61'],
    ['eight octets that are cut', '09 00'],
    ['four octets that are cut', '0d 00'],
    ['a varint that is cut', '08'],
    ['a varint of eleven octets', '08 ffffffffffffffffffff 01'],
    ['field number 0', '02 01 61'],
    ['a group', '0b 0c'],
    ['wire type 7', '0f'],
  ])('refuses %s', (_name, text) => {
    expect(readFields(hex(text))).toBeUndefined();
  });

  it('gives the last of a field, and nothing for one that is not there', () => {
    const fields = readFields(hex('0a 01 61 0a 01 62 12 01 ff')) ?? [];
    expect(textOf(fields, 1)).toBe('b');
    expect(textOf(fields, 2)).toBeUndefined();
    expect(textOf(fields, 3)).toBe('');
    expect(octetsOf(fields, 2)).toEqual(hex('ff'));
  });
});

describe('readDer', () => {
  it.each<[string, string, readonly (readonly [number, string])[]]>([
    ['nothing', '', []],
    [
      'two values',
      '02 01 05 05 00',
      [
        [2, '05'],
        [5, ''],
      ],
    ],
    ['a length of one more octet', `04 81 80 ${'00'.repeat(128)}`, [[4, '00'.repeat(128)]]],
    ['a length of two more octets', `04 82 0100 ${'00'.repeat(256)}`, [[4, '00'.repeat(256)]]],
  ])('reads %s', (_name, text, values) => {
    expect(readDer(hex(text))?.map(({ tag, content }) => [tag, content.toString('hex')])).toEqual(values);
  });

  it.each([
    ['a tag alone', '30'],
    ['a length beyond the end', '30 05 00'],
    ['a length that is cut', '30 82 01'],
    ['the indefinite length', '30 80 00 00'],
    ['a length of four octets', '30 84 00000001 00'],
    ['a tag of two octets', '3f 81 00 00'],
  ])('refuses %s', (_name, text) => {
    expect(readDer(hex(text))).toBeUndefined();
  });

  it('gives the values inside of one with the tag only', () => {
    const [value] = readDer(hex('30 03 02 01 05')) ?? [];
    expect(childrenOf(value, 0x30)?.map(({ tag }) => tag)).toEqual([2]);
    expect(childrenOf(value, 0x31)).toBeUndefined();
    expect(childrenOf(undefined, 0x30)).toBeUndefined();
  });
});

describe('readExtensions', () => {
  const extension = '30 07 06 03 551d13 04 00';
  const certificate = (extensions: string): Buffer => {
    const wrap = (tag: string, inner: string): string =>
      `${tag}${(inner.length / 2).toString(16).padStart(2, '0')}${inner}`;
    const list = extensions.replaceAll(' ', '');
    return hex(wrap('30', wrap('30', wrap('a3', wrap('30', list)))));
  };

  it('refuses what is no certificate', () => {
    expect(readExtensions(hex('05 00'))).toBeUndefined();
    expect(readExtensions(hex('30 02 05 00'))).toBeUndefined();
  });

  it('finds nothing where there is nothing', () => {
    expect(readExtensions(certificate(''))).toEqual({
      dnsNames: [],
      uris: [],
      isCa: false,
      keyUsage: undefined,
      extendedKeyUsage: undefined,
    });
  });

  it('refuses an extension that is there twice, or has no value', () => {
    expect(readExtensions(certificate(extension))?.isCa).toBe(false);
    expect(readExtensions(certificate(extension + extension))).toBeUndefined();
    expect(readExtensions(certificate('30 05 06 03 551d13'))).toBeUndefined();
  });
});
