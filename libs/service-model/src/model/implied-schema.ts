import { isJsonObject } from './fields.ts';
import type { JsonObject, JsonSchema, JsonValue } from './json.ts';
import { asSchema } from './schema-field.ts';
import { annotationKeywords, type SchemaMeanings } from './schema-meaning.ts';
import { commonTypes, schemaParts } from './value-types.ts';

export interface ImpliedContext {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly meanings: SchemaMeanings;
}

interface Options extends ImpliedContext {
  /** Only answers count: what is `readOnly` is there. */
  readonly inAnswers: boolean;
}

/** Schemas inside of schemas that are compared, at most. */
const deepest = 6;

/**
 * Whether every value that fits `schema` fits `other` too, true is certain, false may be wrong. Where properties
 * are not there in one direction, nothing is said of that.
 */
export function isImplied(schema: JsonSchema, other: JsonSchema, context: Options, depth = 0): boolean {
  if (other === true || schema === false) return true;
  if (other === false || schema === true || depth > deepest) return false;
  const { schemas, meanings } = context;
  const parts = schemaParts(schema, schemas, ['allOf']);
  const wanted = schemaParts(other, schemas, ['allOf']);
  const known = new Set(parts.map(meanings.of));
  return wanted.every((each) => known.has(meanings.of(each)) || isSaid(each, { parts, context, depth }));
}

interface Comparison {
  /** What is known to hold. */
  readonly parts: readonly JsonObject[];
  readonly context: Options;
  readonly depth: number;
}

/** Each keyword of a schema but those that lead elsewhere, which are among its parts. */
function isSaid(wanted: JsonObject, comparison: Comparison): boolean {
  return Object.entries(wanted).every(([keyword, value]) => {
    if (annotationKeywords.has(keyword) || keyword.startsWith('x-') || elsewhere.has(keyword)) return true;
    return rules[keyword]?.(value, comparison) ?? (independent.has(keyword) && isRepeated(keyword, value, comparison));
  });
}

const elsewhere: ReadonlySet<string> = new Set(['$ref', 'allOf']);
// What these say does not depend on what stands beside them.
const independent: ReadonlySet<string> = new Set(
  `const format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems
  uniqueItems minProperties maxProperties`.split(/\s+/),
);

function isRepeated(keyword: string, value: JsonValue, { parts }: Comparison): boolean {
  return parts.some((part) => part[keyword] !== undefined && JSON.stringify(part[keyword]) === JSON.stringify(value));
}

type Rule = (value: JsonValue, comparison: Comparison) => boolean;

const rules: Readonly<Record<string, Rule | undefined>> = {
  type: (value, { parts }) => {
    const allowed = new Set([value].flat());
    const types = commonTypes(parts);
    return (
      types !== undefined &&
      [...types].every((type) => allowed.has(type) || (type === 'integer' && allowed.has('number')))
    );
  },
  required: (value, { parts }) => {
    const names = new Set(parts.flatMap(({ required }) => (Array.isArray(required) ? required : [])));
    return Array.isArray(value) && value.every((name) => names.has(name));
  },
  enum: (value, { parts }) =>
    parts.some(
      ({ enum: own }) => Array.isArray(own) && Array.isArray(value) && own.every((each) => value.includes(each)),
    ),
  readOnly: (value, { context }) => value !== true || context.inAnswers,
  properties: (value, comparison) =>
    isJsonObject(value) && Object.entries(value).every(([name, schema]) => isPropertySaid(name, schema, comparison)),
};

function isPropertySaid(name: string, wanted: JsonValue, { parts, context, depth }: Comparison): boolean {
  const declared = parts
    .map(({ properties }) =>
      isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined,
    )
    .map(asSchema)
    .filter((schema) => schema !== undefined);
  const isHidden = declared
    .flatMap((schema) => schemaParts(schema, context.schemas, ['allOf']))
    .some(({ readOnly, writeOnly }) => writeOnly === true || (readOnly === true && !context.inAnswers));
  const own = declared.length === 1 ? declared[0] : { allOf: declared };
  return !isHidden && own !== undefined && isImplied(own, asSchema(wanted) ?? true, context, depth + 1);
}
