import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EchoService, StartEcho } from './echo-service.ts';

type Place = 'path' | 'query' | 'header' | 'cookie';

interface Row {
  readonly style: string;
  /** Null where the table says n/a. */
  readonly explode: boolean | null;
  readonly in: Place;
  readonly type: 'undefined' | 'string' | 'array' | 'object';
  /** What a path segment, the query, the header or the header Cookie is. */
  readonly wire: string;
}

const values = {
  undefined: null,
  string: 'blue',
  array: ['blue', 'black', 'brown'],
  object: { R: 100, G: 200, B: 150 },
};

const schemas = {
  undefined: { type: 'string' },
  string: { type: 'string' },
  array: { type: 'array', items: { type: 'string' } },
  object: { type: 'object', additionalProperties: { type: 'integer' } },
};

const types = ['undefined', 'string', 'array', 'object'] as const;

/** One line of the table; a cell that is n/a is left out. */
function cells(
  style: string,
  explode: boolean | null,
  places: readonly Place[],
  wires: readonly (string | undefined)[],
): readonly Row[] {
  return places.flatMap((place) =>
    types.flatMap((type, index) => {
      const wire = wires[index];
      return wire === undefined ? [] : [{ style, explode, in: place, type, wire }];
    }),
  );
}

const form = ['query', 'cookie'] as const;
const simple = ['path', 'header'] as const;

// OpenAPI 3.0.4 §4.7.12.4, 3.1.2 §4.8.12.6, 3.2.0 §4.12.7 Style Examples.
const shared: readonly Row[] = [
  ...cells('matrix', false, ['path'], [';color', ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150']),
  ...cells(
    'matrix',
    true,
    ['path'],
    [';color', ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
  ),
  ...cells('label', false, ['path'], ['.', '.blue', '.blue,black,brown', '.R,100,G,200,B,150']),
  ...cells('label', true, ['path'], ['.', '.blue', '.blue.black.brown', '.R=100.G=200.B=150']),
  ...cells('simple', false, simple, ['', 'blue', 'blue,black,brown', 'R,100,G,200,B,150']),
  ...cells('simple', true, simple, ['', 'blue', 'blue,black,brown', 'R=100,G=200,B=150']),
  ...cells('form', false, form, ['color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150']),
  ...cells('form', true, form, ['color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150']),
  ...cells(
    'spaceDelimited',
    false,
    ['query'],
    [undefined, undefined, 'color=blue%20black%20brown', 'color=R%20100%20G%20200%20B%20150'],
  ),
  ...cells(
    'pipeDelimited',
    false,
    ['query'],
    [undefined, undefined, 'color=blue%7Cblack%7Cbrown', 'color=R%7C100%7CG%7C200%7CB%7C150'],
  ),
];
const deep = 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150';
const newer: readonly Row[] = [
  ...cells('deepObject', null, ['query'], [undefined, undefined, undefined, deep]),
  ...cells('cookie', false, ['cookie'], ['color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150']),
  ...cells(
    'cookie',
    true,
    ['cookie'],
    ['color=', 'color=blue', 'color=blue; color=black; color=brown', 'R=100; G=200; B=150'],
  ),
];

const tables: Readonly<Record<string, readonly Row[]>> = {
  '3.0.4': [...shared, ...cells('deepObject', true, ['query'], [undefined, undefined, undefined, deep])],
  '3.1.2': [...shared, ...cells('deepObject', true, ['query'], [undefined, undefined, undefined, deep])],
  '3.2.0': [...shared, ...newer],
};

function contractOf(openapi: string, rows: readonly Row[]): object {
  const paths = rows.map((row, index) => {
    const { style, explode, in: place, type } = row;
    const required = place === 'path' || type === 'undefined';
    const parameter = {
      name: 'color',
      in: place,
      style,
      ...(explode !== null && { explode }),
      required,
      schema: schemas[type],
    };
    const path = place === 'path' ? `/row/${index}/{color}` : `/row/${index}`;
    const operation = { operationId: `row${index}`, parameters: [parameter], responses: { 204: { description: '' } } };
    return [path, { get: operation }];
  });
  return { openapi, info: { title: 'Styles', version: '1' }, paths: Object.fromEntries(paths) };
}

const keys = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

/** Every cell of the tables of the specification, read by a service and written by a client. */
export function describeStyleTables(startEcho: StartEcho): void {
  describe.each(Object.entries(tables))('the style table of OpenAPI %s over HTTP', (openapi, rows) => {
    let echo: EchoService;
    beforeAll(async () => {
      echo = await startEcho(contractOf(openapi, rows), { strictQuery: true });
    });
    afterAll(() => echo[Symbol.asyncDispose]());

    const named = rows.map((row, index) => {
      return [`${row.in} ${row.style} ${row.explode ? 'explode ' : ''}${row.type} ${row.wire}`, row, index] as const;
    });

    it.each(named)('a service reads: %s', async (_name, row, index) => {
      const { in: place, wire } = row;
      const suffix = { path: `/${wire}`, query: `?${wire}`, header: '', cookie: '' }[place];
      const headers = { ...(place === 'header' && { color: wire }), ...(place === 'cookie' && { cookie: wire }) };
      const { status, given } = await echo.send({ target: `/row/${index}${suffix}`, headers });
      // RFC 3986 §3.3 has empty segments, a template has no variable for them: the specification shows how the value would look.
      if (place === 'path' && wire === '') return expect(status).toBe(404);
      expect(status).toBe(204);
      expect(given?.[keys[place]]).toEqual({ color: values[row.type] ?? '' });
    });

    // A client that folds dots away would send another path (RFC 3986 §5.2.4).
    const unsendable = (row: Row): boolean => row.in === 'path' && (row.wire === '' || row.wire === '.');

    it.each(named.filter(([, row]) => !unsendable(row)))('a client writes: %s', async (_name, row, index) => {
      const { in: place } = row;
      const { given, wire } = await echo.call(`row${index}`, { [keys[place]]: { color: values[row.type] } });
      const written = {
        path: wire.path.slice(`/row/${index}/`.length),
        query: wire.query,
        header: wire.headers.color,
        cookie: wire.headers.cookie,
      };
      expect(written[place]).toBe(row.wire);
      expect(given[keys[place]]).toEqual({ color: values[row.type] ?? '' });
    });

    it.each(named.filter(([, row]) => unsendable(row)))('a client refuses: %s', async (_name, row, index) => {
      await expect(echo.call(`row${index}`, { path: { color: values[row.type] } })).rejects.toThrow(TypeError);
    });
  });
}

/** The published tables, where they are at hand. */
export function describePublishedTables(): void {
  const published = new URL('../../../../shared/suites/oas-style-table.json', import.meta.url);

  describe.skipIf(!existsSync(published))(
    'the tables above (compared with the published ones where these are at hand)',
    () => {
      it('are those of the specification, cell by cell', () => {
        const cell = (row: Row): string =>
          `${row.in} ${row.style} ${row.explode} ${row.type} ${row.wire.replace(/^\?/, '')}`;
        const all: readonly (Row & { readonly oas: string })[] = JSON.parse(readFileSync(published, 'utf8'));
        for (const [version, rows] of Object.entries(tables)) {
          const expected = all.filter(({ oas }) => oas === version).map(cell);
          expect(rows.map(cell).toSorted()).toEqual(expected.toSorted());
        }
      });
    },
  );
}
