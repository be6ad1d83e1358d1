import type { ContractSubset, JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import type { SchemaCompiler, SchemaViolation } from '../ports/schema-compiler.ts';
import { forEachSubschema } from '../schema/known-keywords.ts';
import { listSchemaPlaces } from '../schema/schema-places.ts';
import { schemaFits } from './schema-fits.ts';
import { isObject, listOf } from './schema-keywords.ts';

/** An example or default inside a schema that the schema refuses. */
export interface InvalidSchemaExample {
  /** The schema that has it, then those around it, innermost first. */
  readonly schemas: readonly JsonObject[];
  readonly keyword: 'example' | 'examples' | 'default';
  readonly violations: readonly SchemaViolation[];
}

const maxViolations = 20;

/** Every `example`, `examples` and `default` of the schemas of a contract that is valid in no direction. */
export function listInvalidSchemaExamples(
  contract: ContractSubset,
  compiler: SchemaCompiler,
): readonly InvalidSchemaExample[] {
  const found: InvalidSchemaExample[] = [];
  const seen = new Set<JsonObject>();
  const visit = (schema: JsonSchema, around: readonly JsonObject[]): void => {
    if (typeof schema === 'boolean' || seen.has(schema)) return;
    seen.add(schema);
    const schemas = [schema, ...around];
    for (const { keyword, value } of shownBy(schema)) {
      const violations = judge(schema, value, { contract, compiler, key: `shown by schemas/${seen.size} ${keyword}` });
      if (violations.length > 0) found.push({ schemas, keyword, violations });
    }
    forEachSubschema(schema, (part) => visit(part, schemas));
  };
  for (const schema of Object.values(contract.schemas)) visit(schema, []);
  for (const { schema } of listSchemaPlaces(contract)) visit(schema, []);
  return found;
}

interface Shown {
  readonly keyword: InvalidSchemaExample['keyword'];
  readonly value: JsonValue;
}

function shownBy(schema: JsonObject): readonly Shown[] {
  return [
    ...(schema.example === undefined ? [] : [{ keyword: 'example', value: schema.example } as const]),
    ...listOf(schema, 'examples').map((value) => ({ keyword: 'examples', value }) as const),
    ...(schema.default === undefined ? [] : [{ keyword: 'default', value: schema.default } as const]),
  ];
}

interface Judging {
  readonly contract: ContractSubset;
  readonly compiler: SchemaCompiler;
  readonly key: string;
}

/** A quick opinion first: nearly all are valid, and nothing has to be compiled for them. */
function judge(schema: JsonObject, value: JsonValue, { contract, compiler, key }: Judging): readonly SchemaViolation[] {
  if (schemaFits(schema, value, { contract, direction: 'response' })) return [];
  if (schemaFits(schema, value, { contract, direction: 'request' })) return [];
  const response = compiler.compile({ key: `${key} response`, schema, direction: 'response' });
  const request = compiler.compile({ key: `${key} request`, schema, direction: 'request' });
  if (response.isValid(value) || request.isValid(value)) return [];
  // What only one direction refuses is not what is wrong.
  const [one, other] = [response.explain(value, maxViolations), request.explain(value, maxViolations)];
  return isObject(value) && other.length < one.length ? other : one;
}
