import type { JsonObject, JsonSchema } from '../model/json.ts';
import { bundleSchema } from '../parse/bundle-schema.ts';
import { isObject } from '../parse/is-object.ts';
import { keepFields, type SwaggerContext } from './swagger-context.ts';

const schemaKeys: readonly string[] = [
  'type',
  'format',
  'items',
  'default',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'enum',
  'multipleOf',
  'x-nullable',
];

/** A path, query or header parameter of Swagger 2.0 as one of OpenAPI 3.1. */
export function upgradeParameter(parameter: JsonObject, context: SwaggerContext): JsonObject {
  const place = String(parameter.in);
  const made = {
    ...keepFields(parameter, ['name', 'in', 'description', 'required', 'allowEmptyValue']),
    ...serializationOf(parameter, place, context),
    schema: inlineSchema(parameter, context),
  };
  return context.bundle.sources.inherit(made, parameter);
}

/** A response header. */
export function upgradeHeader(header: JsonObject, context: SwaggerContext): JsonObject {
  serializationOf(header, 'header', context);
  const made = { ...keepFields(header, ['description']), schema: inlineSchema(header, context) };
  return context.bundle.sources.inherit(made, header);
}

/** The schema that a parameter, header or form field of Swagger 2.0 holds itself. */
export function inlineSchema(owner: JsonObject, context: SwaggerContext): JsonSchema {
  const keywords = Object.fromEntries(Object.entries(owner).filter(([key]) => schemaKeys.includes(key)));
  const { items } = keywords;
  const plain = isObject(items) ? { ...keywords, items: withoutCollectionFormat(items, context) } : keywords;
  const raw = context.bundle.sources.inherit(plain, owner);
  return bundleSchema(raw, { container: owner }, context.bundle);
}

/** Style and explode for a `collectionFormat`; nothing for values that are no lists. */
export function serializationOf(owner: JsonObject, place: string, context: SwaggerContext): JsonObject {
  if (owner.type !== 'array') return {};
  const format = typeof owner.collectionFormat === 'string' ? owner.collectionFormat : 'csv';
  const standard = { style: place === 'path' || place === 'header' ? 'simple' : 'form', explode: false };
  if (format === 'csv') return standard;
  const style = place === 'query' || place === 'formData' ? styles.get(format) : undefined;
  if (style !== undefined) return style;
  const { report, sources } = context.bundle;
  const message = `The collectionFormat "${format}" has no counterpart in OpenAPI 3 for in: ${place}`;
  report.warning({
    at: sources.locate(owner, 'collectionFormat'),
    code: 'unsupported-collection-format',
    message,
    hint: 'It is read as csv',
  });
  return standard;
}

const styles: ReadonlyMap<string, JsonObject> = new Map([
  ['multi', { style: 'form', explode: true }],
  ['ssv', { style: 'spaceDelimited', explode: false }],
  ['pipes', { style: 'pipeDelimited', explode: false }],
]);

function withoutCollectionFormat(items: JsonObject, context: SwaggerContext): JsonObject {
  const { collectionFormat, ...rest } = items;
  const { report, sources } = context.bundle;
  if (collectionFormat !== undefined && items.type === 'array') {
    const at = sources.locate(items, 'collectionFormat');
    report.warning({
      at,
      code: 'unsupported-collection-format',
      message: 'A list within a list has no counterpart in OpenAPI 3',
      hint: 'It is left out',
    });
  }
  const inner = isObject(rest.items) ? { ...rest, items: withoutCollectionFormat(rest.items, context) } : rest;
  return sources.inherit(inner, items);
}
