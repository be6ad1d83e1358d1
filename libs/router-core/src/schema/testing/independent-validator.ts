import '@hyperjump/json-schema/formats';
import type { ContractSubset, JsonSchema, JsonValue } from '@brrt/service-model';
import { registerSchema, type SchemaObject, unregisterSchema, validate } from '@hyperjump/json-schema/draft-2020-12';

/** Formats are annotations, and `readOnly` and `writeOnly` too: a schema is judged as it stands. */
export type IndependentValidator = (value: unknown) => boolean;

const dialect = 'https://json-schema.org/draft/2020-12/schema';
let registered = 0;

/**
 * A schema of a model as an implementation of JSON Schema that shares nothing with ours judges it. For tests only.
 * @throws Error when that implementation does not take the schema
 */
export async function createIndependentValidator(
  schema: JsonSchema,
  { schemas }: Pick<ContractSubset, 'schemas'>,
): Promise<IndependentValidator> {
  const address = `https://independent.test/${registered++}`;
  const names = Object.keys(schemas);
  const definitions = names.map((name, index): [string, JsonValue] => [
    String(index),
    withDefinitions(schemas[name] ?? true, names),
  ]);
  const document = { $defs: Object.fromEntries(definitions), allOf: [withDefinitions(schema, names)] };
  // A model holds JSON, and the library writes into nothing.
  registerSchema(document as SchemaObject, address, dialect);
  try {
    const judge = await validate(address);
    return (value) => judge(value as Parameters<typeof judge>[0]).valid;
  } finally {
    unregisterSchema(address);
  }
}

const prefix = '#/components/schemas/';

/** References to components become references to `$defs`, by number: names need no encoding then. */
function withDefinitions(value: JsonValue, names: readonly string[]): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withDefinitions(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key !== '$ref' || typeof inner !== 'string' || !inner.startsWith(prefix)) {
        return [key, withDefinitions(inner, names)];
      }
      const name = inner.slice(prefix.length).replaceAll('~1', '/').replaceAll('~0', '~');
      return [key, `#/$defs/${names.indexOf(name)}`];
    }),
  );
}
