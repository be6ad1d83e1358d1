import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonText } from './json-text.ts';

describe('parseJsonText', () => {
  it('reads what JSON.parse reads, whatever the spacing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(parseJsonText(text)).toMatchObject({ value: JSON.parse(text) });
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '0',
      '.5',
      'e',
      'true',
      ' ',
      '"',
      '\\',
      '\n',
      '\u0001',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect('value' in parseJsonText(text)).toBe(valid);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"a":1,}', 7, 1, 8, 'A property name has to follow the comma'],
    ['{\n  "a" 1\n}', 8, 2, 7, 'A colon is missing after "a"'],
    ['[1 2]', 3, 1, 4, 'A comma or ] is missing'],
    ['', 0, 1, 1, 'A value is missing'],
    ['"a\nb"', 2, 1, 3, 'The text is not closed on its line'],
    ['{} x', 3, 1, 4, 'Nothing may follow the value'],
    ['["\\x"]', 2, 1, 3, 'There is no such escape'],
  ])('says where %j breaks', (text, offset, line, column, message) => {
    expect(parseJsonText(text)).toEqual({ problem: { offset, line, column, message } });
  });

  it('ends at a depth that a stack bears', () => {
    expect(parseJsonText('['.repeat(100_000))).toMatchObject({ problem: { message: 'Deeper than 500 levels' } });
  });

  it('knows where each value stands', () => {
    const text = '{ "a/b": [1, {"c": null}] }';
    const parsed = parseJsonText(text);
    if (!('places' in parsed)) throw new TypeError('it parses');
    const at = (pointer: string): string => {
      const place = parsed.places.get(pointer);
      return text.slice(place?.start, place?.end);
    };
    expect([at('/a~1b'), at('/a~1b/1/c'), at('')]).toEqual(['[1, {"c": null}]', 'null', text]);
  });

  it.each([
    ['12345678901234567890', true],
    ['1e400', true],
    ['9007199254740991', false],
    ['0.1', false],
  ])('says whether %s is held without loss', (text, lossy) => expect(parseJsonText(text)).toMatchObject({ lossy }));
});
