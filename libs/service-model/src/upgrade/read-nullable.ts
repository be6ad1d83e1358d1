import type { JsonObject, JsonSchema, JsonValue } from '../model/json.ts';
import type { ReportLeftover } from './report-leftover.ts';

/** Keywords that say something about the value as a whole and stay outside when a schema is wrapped. */
const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  'examples',
  'externalDocs',
  '$comment',
]);

/**
 * Writes `nullable` (OpenAPI 3.0 §4.7.24; `x-nullable` in Swagger 2.0) in JSON Schema 2020-12: `null` as a further
 * type, as a further value of `enum`, or, where other schemas decide, as an alternative.
 */
export function readNullable(schema: JsonObject, version: string, report: ReportLeftover): JsonSchema {
  const { nullable: written, 'x-nullable': extension, ...rest } = schema;
  if (written !== undefined) {
    report('nullable', {
      code: 'older-keyword',
      message: '"nullable" is a keyword of OpenAPI 3.0',
      hint: 'It is read with its meaning there; write type: [..., "null"]',
    });
  }
  const nullable = written ?? (version === '2.0' ? extension : undefined);
  const kept = version === '2.0' || extension === undefined ? rest : { ...rest, 'x-nullable': extension };
  if (nullable !== true) return kept;
  if (['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'const'].some((key) => Object.hasOwn(kept, key)))
    return asAlternative(kept);
  return addNull(kept);
}

/** `anyOf: [{ $ref }, { nullable: true }]` is how several generators write "or null". */
export function isNullBranch(schema: JsonObject): boolean {
  const others = Object.keys(schema).filter((key) => key !== 'nullable');
  return schema.nullable === true && others.every((key) => annotations.has(key) || key.startsWith('x-'));
}

function asAlternative(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema);
  const outside = entries.filter(([key]) => annotations.has(key) || key.startsWith('x-'));
  const inside = entries.filter(([key]) => !annotations.has(key) && !key.startsWith('x-'));
  return Object.fromEntries([...outside, ['anyOf', [Object.fromEntries(inside), { type: 'null' }]]]);
}

function addNull(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema;
  const types = type === undefined ? undefined : withNull(type, 'null');
  const allowed = values === undefined ? undefined : withNull(values, null);
  return {
    ...schema,
    ...(types === undefined ? {} : { type: types }),
    ...(allowed === undefined ? {} : { enum: allowed }),
  };
}

function withNull(value: JsonValue, added: JsonValue): readonly JsonValue[] {
  const list: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  return list.includes(added) ? list : [...list, added];
}
