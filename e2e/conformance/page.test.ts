import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemaKeywords } from '../../libs/service-model/src/parse/schema-keywords.ts';
import { fieldsOf } from './support/fields-of-openapi.ts';
import { readPage } from './support/read-page.ts';
import { versions } from './support/versions.ts';

const rows = readPage();
const statuses =
  /^(supported|supported, see the [A-Za-z]+ Object|documentation|ignored with `[\w-]+`|refused with `[\w-]+`|refused at the start)$/;

describe('docs/conformance.md', () => {
  it.each(versions)('has one row for every field of OpenAPI %s, and no other', (version) => {
    const told = rows.filter((row) => row.versions.includes(version)).map(({ name }) => name);
    const known = new Set(fieldsOf(version));
    const objects = new Set([...known].map((name) => name.split('.')[0]));
    expect(new Set(told).size).toBe(told.length);
    expect([...known].filter((name) => !told.includes(name))).toEqual([]);
    // A row may tell of one value: `Parameter.in: querystring`. References stand in any object.
    const others = told.filter((name) => objects.has(name.split('.')[0]) && !known.has(name.replace(/: .*$/, '')));
    expect(others.filter((name) => !name.endsWith('.$ref'))).toEqual([]);
  });

  it('has a row for every keyword that a schema may have', () => {
    const told = new Set(rows.map(({ name }) => name));
    expect([...schemaKeywords.keys()].filter((keyword) => !told.has(`Schema.${keyword}`))).toEqual([]);
  });

  it.each(rows.map((row) => [row.name, row] as const))('names a test that proves %s', (name, { status, proof }) => {
    expect(status).toMatch(statuses);
    const test = readFileSync(new URL(`../../docs/${proof}`, import.meta.url), 'utf8');
    // What is documentation only is counted by the test itself; what is an object of its own has rows of its own.
    const other = /see the (\w+) Object/.exec(status)?.[1];
    if (other !== undefined) expect(test).toContain(`'${other}.`);
    else if (status !== 'documentation') expect(isNamedIn(test, name)).toBe(true);
  });
});

/** By its whole name, or in a list: `['get', 'put']` under `Path Item.${method}`, `['maximum', {…}]` under `Schema.${keyword}`. */
function isNamedIn(test: string, name: string): boolean {
  const [object = '', field = ''] = name.split(/\.(.*)/s);
  return test.includes(`'${name}'`) || (test.includes(`\`${object}.$`) && test.includes(`'${field}'`));
}
