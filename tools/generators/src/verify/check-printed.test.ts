import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printHost } from '@brrt/router-core/print';
import { readServiceModelText } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { checkPrinted } from './check-printed.ts';
import { UnsafeCodeError } from './unsafe-code-error.ts';

async function printed(schemas: readonly unknown[]): Promise<string> {
  const operation = (schema: unknown): unknown => ({
    requestBody: { content: { 'application/json': { schema } } },
    responses: { '204': { description: '' } },
  });
  const paths = Object.fromEntries(schemas.map((schema, index) => [`/${index}`, { post: operation(schema) }]));
  const text = JSON.stringify({ openapi: '3.1.0', info: { title: '', version: '' }, paths });
  const { model } = await readServiceModelText({ text, file: '/contract.json' });
  return model === undefined ? '' : printHost({ service: 'sample', model, clients: {} });
}

const head = 'import * as runtime from "@brrt/router-core/host-runtime";\n';

/** Checks into which a printer without an encoder puts a text. */
const careless: Readonly<Record<string, (text: string) => string>> = {
  'a literal': (text) => `function v0(d){if(d!=="${text}")return false;return true;}`,
  'a property': (text) => `function v0(d){if(d.${text}===undefined)return false;return true;}`,
  'a comment': (text) => `function v0(d){/* ${text} */return true;}`,
  'a limit': (text) => `function v0(d){if(d<${text})return false;return true;}`,
};

it.each<readonly [place: string, text: string, message: string]>([
  ['a literal', '"||globalThis.x||"', 'has a globalThis, which no check knows'],
  ['a literal', '"||d.constructor.constructor("x")()||"', 'calls what no check calls'],
  ['a literal', '"||d["constructor"]("x")||"', 'calls what no check calls'],
  ['a literal', '"||JSON.parse.call("x")||"', 'calls what no check calls'],
  ['a literal', '"||(()=>{})()||"', 'calls what no check calls'],
  ['a literal', '"||(Object.prototype.x="1")||"', 'changes what no check changes'],
  ['a literal', '"||(d["__proto__"]="1")||"', 'changes what no check changes'],
  ['a literal', '\\\\"||\'x\'||"', "has a ', which no check is made with"],
  ['a property', 'a`x`', 'has a `, which no check is made with'],
  ['a property', 'a;eval("1");d', 'has a eval, which no check knows'],
  ['a property', 'a,new Function("x"),d', 'has a Function, which no check knows'],
  ['a property', 'a;import("node:fs");d', 'calls what no check calls'],
  ['a comment', 'x', 'has a /, which no check is made with'],
  ['a limit', '/x/', 'has a /, which no check is made with'],
  ['a limit', 'process', 'has a process, which no check knows'],
])('refuses text that gets out of %s: %s', (place, text, message) => {
  const code = head + careless[place]?.(text);
  expect(() => checkPrinted(code, 'printed')).toThrow(UnsafeCodeError);
  expect(() => checkPrinted(code, 'printed')).toThrow(`printed:2 ${message}`);
});

it.each(['a literal', 'a property', 'a limit'])('admits harmless text in %s', (place) => {
  const code = head + careless[place]?.(place === 'a limit' ? '-1.5e+21' : 'name');
  expect(checkPrinted(code, 'printed')).toBe(code);
});

// Lies beside the repository on machines that have it.
const suite = join(import.meta.dirname, '../../../../../shared/suites/json-schema-test-suite/draft2020-12');

// Files whose schemas refer to what is outside of them.
const reachingOut: ReadonlySet<string> = new Set(['defs.json', 'infinite-loop-detection.json', 'refRemote.json']);
const files = existsSync(suite)
  ? readdirSync(suite).filter((name) => name.endsWith('.json') && !reachingOut.has(name))
  : [];

describe.skipIf(!existsSync(suite))('admits the checks of the schemas of the official suite', () => {
  it.each(files)('%s', async (name) => {
    // The file is an array of groups with a schema each.
    const groups = JSON.parse(readFileSync(join(suite, name), 'utf8')) as readonly { readonly schema: unknown }[];
    const texts = await Promise.all(groups.map(({ schema }) => printed([schema])));
    const read = texts.filter((text) => text !== '');
    expect(read.length).toBeGreaterThan(0);
    for (const text of read) expect(() => checkPrinted(text, name)).not.toThrow();
  });
});
