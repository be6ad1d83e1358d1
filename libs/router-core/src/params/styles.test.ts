import { existsSync, readFileSync } from 'node:fs';
import type { Operation, Parameter, ParameterStyle } from '@brrt/service-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { compileParams } from './compile-params.ts';
import { encodeParameter } from './encode-parameter.ts';

interface Row {
  readonly oas: string;
  readonly style: ParameterStyle;
  readonly explode: boolean | null;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly type: 'undefined' | 'string' | 'array' | 'object';
  readonly value: unknown;
  readonly wire: string;
}

const schemas = {
  undefined: { type: 'string' },
  string: { type: 'string' },
  array: { type: 'array', items: { type: 'string' } },
  object: { type: 'object', additionalProperties: { type: 'integer' } },
} as const;

// Whether values are valid is tested elsewhere; here every value passes.
const anything: SchemaCompiler = { compile: () => ({ isValid: () => true, explain: () => [] }) };

function parameterOf(
  row: Pick<Row, 'style' | 'in'> & { readonly explode: boolean | null; readonly schema: Parameter['schema'] },
): Parameter {
  return {
    name: 'color',
    in: row.in,
    style: row.style,
    explode: row.explode ?? true,
    schema: row.schema,
    required: false,
    deprecated: false,
    allowEmptyValue: false,
    allowReserved: false,
    examples: [],
    source: { file: 'test', line: 1, column: 1, pointer: '' },
  };
}

function decode(parameter: Parameter, wire: string): unknown {
  const operation = { id: 'test', path: '/{color}', parameters: [parameter], security: [] } as unknown as Operation;
  const decoder = compileParams(operation, { operations: [operation], schemas: {}, securitySchemes: {} }, anything, {
    strictQuery: true,
  });
  const violations: never[] = [];
  const headers = {
    ...(parameter.in === 'header' && { color: wire }),
    ...(parameter.in === 'cookie' && { cookie: wire }),
  };
  const query = parameter.in === 'query' ? wire : '';
  const params = decoder.decode({ pathValues: [wire], query, headers, rawHeaders: [] }, violations);
  expect(violations).toEqual([]);
  const { path, query: inQuery, headers: inHeaders, cookies } = params;
  const places = { path, query: inQuery, header: inHeaders, cookie: cookies, querystring: inQuery };
  return places[parameter.in].color;
}

const table = new URL('../../../../../shared/suites/oas-style-table.json', import.meta.url);
const rows: readonly Row[] = (existsSync(table) ? JSON.parse(readFileSync(table, 'utf8')) : []).map((row: Row) => ({
  ...row,
  // The tables of 3.0.4 and 3.1.1 show the `?` that begins a query, even in the rows that they share with cookies.
  wire: row.wire.replace(/^\?/, ''),
}));

describe.skipIf(rows.length === 0)('the style tables of the specification (skipped where they are absent)', () => {
  it.each(
    rows.map(
      (row) =>
        [`${row.oas} ${row.in} ${row.style} ${row.explode ? 'explode ' : ''}${row.type} ${row.wire}`, row] as const,
    ),
  )('%s', (_name, row) => {
    const parameter = parameterOf({ ...row, schema: schemas[row.type] });
    expect(encodeParameter(parameter, row.value)).toBe(row.wire);
    expect(decode(parameter, row.wire)).toEqual(row.value ?? '');
  });
});

const own: readonly Row[] = [
  {
    oas: 'own',
    style: 'matrix',
    explode: true,
    in: 'path',
    type: 'array',
    value: ['a', 'b c'],
    wire: ';color=a;color=b%20c',
  },
  { oas: 'own', style: 'matrix', explode: true, in: 'path', type: 'object', value: { R: 1, G: 2 }, wire: ';R=1;G=2' },
  { oas: 'own', style: 'matrix', explode: false, in: 'path', type: 'undefined', value: null, wire: ';color' },
  { oas: 'own', style: 'label', explode: true, in: 'path', type: 'object', value: { R: 1, G: 2 }, wire: '.R=1.G=2' },
  { oas: 'own', style: 'label', explode: false, in: 'path', type: 'array', value: ['a', 'b'], wire: '.a,b' },
  { oas: 'own', style: 'simple', explode: false, in: 'path', type: 'array', value: ['a,b', 'ü'], wire: 'a%2Cb,%C3%BC' },
  { oas: 'own', style: 'simple', explode: true, in: 'header', type: 'object', value: { R: 1, G: 2 }, wire: 'R=1,G=2' },
  {
    oas: 'own',
    style: 'form',
    explode: true,
    in: 'query',
    type: 'array',
    value: ['a&b', 'c'],
    wire: 'color=a%26b&color=c',
  },
  {
    oas: 'own',
    style: 'form',
    explode: false,
    in: 'query',
    type: 'object',
    value: { R: 1, G: 2 },
    wire: 'color=R,1,G,2',
  },
  { oas: 'own', style: 'form', explode: true, in: 'query', type: 'object', value: { R: 1, G: 2 }, wire: 'R=1&G=2' },
  {
    oas: 'own',
    style: 'spaceDelimited',
    explode: false,
    in: 'query',
    type: 'array',
    value: ['a', 'b'],
    wire: 'color=a%20b',
  },
  {
    oas: 'own',
    style: 'pipeDelimited',
    explode: false,
    in: 'query',
    type: 'array',
    value: ['a', 'b'],
    wire: 'color=a%7Cb',
  },
  {
    oas: 'own',
    style: 'deepObject',
    explode: true,
    in: 'query',
    type: 'object',
    value: { R: 1, G: 2 },
    wire: 'color%5BR%5D=1&color%5BG%5D=2',
  },
  { oas: 'own', style: 'form', explode: true, in: 'cookie', type: 'array', value: ['a', 'b'], wire: 'color=a&color=b' },
  {
    oas: 'own',
    style: 'cookie',
    explode: true,
    in: 'cookie',
    type: 'array',
    value: ['a', 'b%2C'],
    wire: 'color=a; color=b%2C',
  },
  { oas: 'own', style: 'cookie', explode: true, in: 'cookie', type: 'object', value: { R: 1, G: 2 }, wire: 'R=1; G=2' },
];

describe('both directions of a style', () => {
  it.each(own.map((row) => [`${row.in} ${row.style} ${row.wire}`, row] as const))('%s', (_name, row) => {
    const parameter = parameterOf({ ...row, schema: schemas[row.type] });
    expect(encodeParameter(parameter, row.value)).toBe(row.wire);
    expect(decode(parameter, row.wire)).toEqual(row.value ?? '');
  });
});

describe('any value', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((value) => value.isWellFormed() && !value.includes('\0'));
  const names = fc
    .string({ minLength: 1 })
    .filter((name) => name !== '__proto__' && name !== 'color' && !/[[\]\0]/.test(name));
  const forms = [
    ['path', 'simple'],
    ['path', 'label'],
    ['path', 'matrix'],
    ['query', 'form'],
    ['cookie', 'form'],
  ] as const;
  const escaped = (value: string, style: string): boolean => style !== 'label' || !value.includes('.');

  it.each(forms)('in %s, style %s, survives encode and decode', (place, style) => {
    fc.assert(
      fc.property(
        text,
        fc.array(text, { minLength: 1 }),
        fc.dictionary(names, text, { minKeys: 1 }),
        fc.boolean(),
        (one, list, object, explode) => {
          const rule = { in: place, style, explode } as const;
          const strings = parameterOf({ ...rule, schema: schemas.string });
          expect(decode(strings, encodeParameter(strings, one))).toBe(one);
          // A dot is not percent-encoded and separates in style label: RFC 6570 has no way to write it there.
          if ([...list, ...Object.entries(object).flat()].every((value) => escaped(value, style))) {
            const arrays = parameterOf({ ...rule, schema: schemas.array });
            expect(decode(arrays, encodeParameter(arrays, list))).toEqual(list);
            const objects = parameterOf({
              ...rule,
              schema: { type: 'object', additionalProperties: { type: 'string' } },
            });
            expect(decode(objects, encodeParameter(objects, object))).toEqual({ ...object });
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
