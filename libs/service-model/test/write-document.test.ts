import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeDocument } from '../src/index.ts';

const shared = { b: 1 };
const document = {
  openapi: '3.1.0',
  z: shared,
  a: [shared, null, 'yes', '012', '2026-01-01', 'a: b', ''],
  long: 'x '.repeat(200),
};

it('writes JSON with two spaces, keys in order', () => {
  expect(writeDocument({ b: 1, a: [true] }, 'json')).toBe('{\n  "b": 1,\n  "a": [\n    true\n  ]\n}\n');
});

it('writes YAML without aliases that both YAML 1.2 and 1.1 read as the same document', () => {
  const text = writeDocument(document, 'yaml');
  expect(text).not.toContain('&');
  expect(text.endsWith('\n')).toBe(true);
  expect(parse(text)).toEqual(document);
  expect(parse(text, { version: '1.1' })).toEqual(document);
  expect(writeDocument(document, 'yaml')).toBe(text);
});
