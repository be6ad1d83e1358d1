import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type JsonObject,
  type JsonSchema,
  type JsonValue,
  loadServiceModel,
  type ServiceModel,
} from '@brrt/service-model';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateValue } from '../examples/index.ts';
import { createLiveSchemas } from './live-schemas.ts';
import { listSchemaPlaces } from './schema-places.ts';
import { contractOf } from './testing/schema-compilers.ts';

const workspace = join(import.meta.dirname, '../../../..');
const apps = ['petstore', 'user-service', 'bff'].map(
  (app) => [app, join(workspace, 'apps', app, 'openapi.yaml')] as const,
);
const shared = [
  'qdrant-3.0.json',
  'figma-3.1.yaml',
  'redocly-cafe-3.2.yaml',
  'petstore-3.0.yaml',
  'docker-engine-2.0.yaml',
];
const samples = shared.map((name) => [name, join(workspace, '../shared/specs', name)] as const);

/** What only we assert or read by direction; the rest of a schema is JSON Schema 2020-12. */
const ours: ReadonlySet<string> = new Set(['readOnly', 'writeOnly', 'format', 'pattern', 'default', 'discriminator']);

function plain(schema: JsonValue, isMap = false): JsonValue {
  if (Array.isArray(schema)) return schema.map((item) => plain(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema as JsonObject).filter(([key]) => isMap || !ours.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, plain(value, !isMap && maps.has(key))]));
}

const maps: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);

function plainSchemas(model: ServiceModel): Readonly<Record<string, JsonSchema>> {
  // Leaving keywords out of a schema leaves a schema.
  return Object.fromEntries(Object.entries(model.schemas).map(([name, schema]) => [name, plain(schema) as JsonSchema]));
}

/** A value of the schema, or one of its parts replaced by something else. */
function mutations(value: unknown): fc.Arbitrary<unknown> {
  const strange = fc.constantFrom<unknown>(null, true, 0, -1, 1.5, '', 'x', [], {}, [null], { x: 1 });
  return fc.tuple(fc.nat(), strange).map(([choice, other]) => replaceOne(value, choice, other));
}

function replaceOne(value: unknown, choice: number, other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const chosen = keys[choice % (keys.length + 1)];
  if (chosen === undefined) return Array.isArray(value) ? [...value, other] : { ...value, more: other };
  const rest = Math.floor(choice / (keys.length + 1));
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === chosen ? replaceOne(item, rest, other) : item));
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === chosen ? replaceOne(inner, rest, other) : inner,
  ]);
  return Object.fromEntries(rest % 7 === 0 ? entries.filter(([key]) => key !== chosen) : entries);
}

describe('verdicts agree with those of Ajv', () => {
  it.each([...apps, ...samples.filter(([, file]) => existsSync(file))])(
    'for the schemas of %s',
    async (_name, file) => {
      const model = await loadServiceModel(file);
      const schemas = plainSchemas(model);
      const ajv = new Ajv2020({
        strict: false,
        validateFormats: false,
        validateSchema: false,
        logger: false,
        inlineRefs: false,
      });
      ajv.addSchema({ $id: 'contract', components: { schemas } });
      let refused = 0;
      for (const name of Object.keys(schemas)) {
        const reference = { $ref: `#/components/schemas/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` };
        const contract = contractOf(reference, schemas);
        const [place] = listSchemaPlaces(contract);
        if (place === undefined) throw new TypeError('no place');
        const compiled = createLiveSchemas(contract).compile(place);
        const theirs = ajv.compile({ $ref: `contract${encodeURI(reference.$ref)}` });
        const value = generateValue(reference, contract, { direction: 'response', seed: 1 });
        fc.assert(
          fc.property(fc.oneof(fc.constant(value), mutations(value), mutations(mutatedOnce(value))), (given) => {
            if (given === undefined) return;
            const verdict = theirs(given);
            if (!verdict) refused++;
            expect(compiled.isValid(given), name).toBe(verdict);
            expect(compiled.explain(given, 5).length === 0, name).toBe(verdict);
          }),
          { numRuns: 12 },
        );
      }
      expect(refused).toBeGreaterThan(Object.keys(schemas).length);
    },
  );
});

function mutatedOnce(value: unknown): unknown {
  return replaceOne(value, 3, 'x');
}
