import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonSchema } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { createLiveSchemas } from '../schema/live-schemas.ts';
import { generateValue } from './generate-value.ts';

const suite = fileURLToPath(
  new URL('../../../../../shared/suites/json-schema-test-suite/draft2020-12/', import.meta.url),
);

interface Group {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly tests: readonly { readonly valid: boolean }[];
}

const present = existsSync(suite);
const files = present ? readdirSync(suite).filter((name) => name.endsWith('.json')) : [];

/** References of a model lead to its components alone: the suite's own forms of them are for the reader of documents. */
function isPlain({ schema, tests }: Group): boolean {
  return !/"\$(?:ref|dynamicRef|id|anchor)"/.test(JSON.stringify(schema)) && tests.some(({ valid }) => valid);
}

describe.skipIf(!present)('JSON Schema Test Suite 2020-12 (skipped without ../shared)', () => {
  it.each(files)('a value for every schema of %s that has one', (file) => {
    const groups = (JSON.parse(readFileSync(suite + file, 'utf8')) as readonly Group[]).filter(isPlain);
    const without = groups.filter(({ schema }) => {
      const contract = { operations: [], schemas: {}, securitySchemes: {} };
      const { isValid } = createLiveSchemas(contract).compile({ key: 'given', schema, direction: 'response' });
      return generateValue(schema, contract, { direction: 'response', isValid }) === undefined;
    });
    expect(without.map(({ description }) => description)).toEqual(known[file] ?? []);
  });
});

/** What `not` and `if` evaluate is not followed. */
const known: Readonly<Record<string, readonly string[]>> = {
  'not.json': ["collect annotations inside a 'not', even if collection is disabled"],
};
