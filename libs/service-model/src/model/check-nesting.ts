import type { BuildContext } from './build-context.ts';
import { componentSchemas } from './component-schemas.ts';
import { isJsonObject, objectField } from './fields.ts';
import type { JsonObject, JsonSchema } from './json.ts';
import { schemaField } from './schema-field.ts';
import type { ParameterPlace, ParameterStyle } from './service-model.ts';
import { isWrittenAsText, partSchema, schemaParts, valueTypes } from './value-types.ts';

interface Serialized {
  readonly place: ParameterPlace;
  readonly style: ParameterStyle;
  readonly explode: boolean;
}

type Compound = 'arrays' | 'objects';
type Schemas = ReturnType<typeof componentSchemas>;

/**
 * Styles are defined for one level: arrays of primitive values and objects of them (OpenAPI 3.2 appendix C). What is deeper is
 * reported with the reading that was chosen. `owner` is a Parameter or Header Object.
 */
export function checkNesting(owner: JsonObject, serialized: Serialized, context: BuildContext): void {
  for (const { outer, inner } of listNestings(
    schemaField(owner, 'schema') ?? true,
    componentSchemas(context.document),
  )) {
    context.report.warning({
      at: context.sources.locate(owner, 'schema'),
      code: 'undefined-nesting',
      message: `The style ${serialized.style} says nothing of ${inner} inside of ${outer}`,
      hint: outer === 'arrays' ? jsonReading(serialized) : propertyReading(inner, serialized),
    });
  }
}

interface Nesting {
  readonly outer: Compound;
  readonly inner: Compound;
}

function listNestings(schema: JsonSchema, schemas: Schemas): readonly Nesting[] {
  const kindOf = (part: JsonSchema): Compound | undefined => {
    const types = valueTypes(part, schemas);
    if (types === undefined || isWrittenAsText(types)) return undefined;
    return types.has('array') ? 'arrays' : 'objects';
  };
  const outer = kindOf(schema);
  if (outer === undefined) return [];
  const parts = outer === 'arrays' ? listItemSchemas(schema, schemas) : listPropertySchemas(schema, schemas);
  const found = new Set(parts.map(kindOf));
  return (['arrays', 'objects'] as const).filter((inner) => found.has(inner)).map((inner) => ({ outer, inner }));
}

function listItemSchemas(schema: JsonSchema, schemas: Schemas): readonly JsonSchema[] {
  const items = partSchema(schema, schemas, (part) => schemaField(part, 'items'));
  return items === undefined ? [] : [items];
}

function listPropertySchemas(schema: JsonSchema, schemas: Schemas): readonly JsonSchema[] {
  const parts = schemaParts(schema, schemas);
  const declared = parts.flatMap((part) => Object.values(objectField(part, 'properties') ?? {}));
  const others = parts.map(({ additionalProperties }) => additionalProperties);
  return [...declared, ...others].filter(isJsonObject);
}

function propertyReading(inner: Compound, serialized: Serialized): string {
  const { style, explode } = serialized;
  if (style === 'deepObject') {
    return inner === 'arrays'
      ? 'They are read as name[property]=1&name[property]=2'
      : 'They are read as name[property][inner]=1';
  }
  if (inner === 'arrays' && style === 'form' && explode) return 'They are read as property=1&property=2';
  return jsonReading(serialized);
}

// Headers and the style cookie are not percent-encoded: a comma of the JSON text would divide it.
function jsonReading({ place, style }: Serialized): string {
  const advice = '"content" with application/json says what is meant';
  return place === 'header' || style === 'cookie'
    ? `They are refused; ${advice}`
    : `They are read as percent-encoded JSON texts; ${advice}`;
}
