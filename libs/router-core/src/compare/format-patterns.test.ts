import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generateFormat } from '../examples/generate-format.ts';
import { createRandom } from '../examples/random.ts';
import { formats } from '../schema/formats.ts';
import { compilePattern } from '../schema/pattern/compile-pattern.ts';
import { isWithinFormat, patternOfFormat } from './format-patterns.ts';

const edges = [
  ...[
    '',
    '-',
    '0',
    '-1',
    '1e5',
    '.5',
    '+1.',
    '18446744073709551615',
    '9223372036854775808',
    'P1Y',
    'PT0.5S',
    'P2W',
    'P1DT1H',
  ],
  ...[
    '2024-02-29',
    '2024-02-29T23:59:60Z',
    '2024-02-29t00:00:00.123+23:59',
    '2024-02-29T00:00:00',
    '00:00:00',
    '23:59:60z',
  ],
  ...[
    'a@b',
    '"a b"@c.de',
    'ü@ü.de',
    'a.b-c',
    'xn--nxasmq6b',
    '1.2.3.4',
    '::',
    '::ffff:1.2.3.4',
    'a:',
    'http://a/b?c#d',
    'urn:a:b',
  ],
  ...[
    '//a',
    '?b',
    '#c',
    'http://ü/',
    '/a~0',
    '0#',
    '10/a',
    'AAAA',
    'AA==',
    'A_-',
    '123e4567-E89b-12d3-a456-426614174000',
    'INF',
  ],
];

/** Texts of all formats, and such with one character changed. */
const texts = (): readonly string[] => {
  const made = Object.keys(formats).flatMap((format) =>
    Array.from({ length: 40 }, (_, seed) => generateFormat(format, createRandom(seed + 1)) ?? ''),
  );
  const characters = [...'0aZ-+.:@/#?~=_\u00fc\n '];
  const random = createRandom(7);
  const changed = [...made, ...edges].flatMap((text) =>
    Array.from({ length: 4 }, () => {
      const at = random.integer(0, text.length);
      return (
        text.slice(0, at) + random.pick(characters as [string, ...string[]]) + text.slice(at + random.integer(0, 1))
      );
    }),
  );
  return [...new Set([...edges, ...made, ...changed, ...fc.sample(fc.string({ unit: 'binary' }), 500)])];
};

it('every text of a format matches its pattern and has the formats around it', () => {
  const all = texts();
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const [format, { text: has }] of Object.entries(formats)) {
    if (has === undefined) continue;
    const pattern = patternOfFormat(format);
    const around = Object.keys(formats).filter((other) => isWithinFormat(format, other));
    for (const text of all.filter(has)) {
      seen.add(format);
      if (pattern !== undefined && !compilePattern(pattern).test(text)) wrong.push(`${format} ${JSON.stringify(text)}`);
      for (const other of around) {
        if (formats[other]?.text?.(text) === false) wrong.push(`${format} ${other} ${JSON.stringify(text)}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(Object.keys(formats).filter((format) => patternOfFormat(format) !== undefined && !seen.has(format))).toEqual(
    [],
  );
});
