import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import { commentText } from './code-text.ts';
import type { Direction, DirectionalSchemas } from './directional-schemas.ts';
import {
  isObject,
  isSchema,
  referencedName,
  referenceTo,
  resolveSchema,
  schemaEntries,
  schemaList,
} from './json-schema.ts';

/** What a schema is read as: its direction, and where its references lead. */
export interface ViewContext {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly names: DirectionalSchemas;
  readonly direction: Direction;
}

/** Stands for the type `UploadedFile` of router-core, which is no schema of the contract. */
export const uploadedFile = { $ref: '#/UploadedFile' } as const;

/**
 * A schema of the model in the words that openapi-typescript turns into the type of a value of one direction.
 * Keywords that a type cannot express are left out, so that the type admits every valid value.
 */
export function schemaView(schema: JsonSchema, context: ViewContext): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const parts = viewParts(schema, context);
  const [only] = parts;
  if (parts.length > 1) return { ...annotations(schema), allOf: parts };
  return isObject(only) ? { ...annotations(schema), ...only } : (only ?? annotations(schema));
}

/** Everything that has to hold for a value, apart: openapi-typescript mixes neighbouring keywords otherwise than JSON Schema. */
function viewParts(schema: JsonObject, context: ViewContext): readonly JsonSchema[] {
  const parts: JsonSchema[] = [];
  const name = referencedName(schema);
  if (name !== undefined) parts.push({ $ref: referenceTo(context.names.typeName(name, context.direction)) });
  if (schema.$ref === uploadedFile.$ref) parts.push(uploadedFile);
  for (const part of schemaList(schema, 'allOf')) {
    const view = schemaView(part, context);
    if (view !== true && !isUnknown(view)) parts.push(view);
  }
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = schemaList(schema, keyword);
    const views = branches.map((branch) => discriminated(schemaView(branch, context), branch, { schema, context }));
    // One branch that a type cannot express makes the whole union say nothing.
    if (views.length > 0 && !views.some(isUnknown)) parts.push({ [keyword]: views });
  }
  const own = { ...valueKeywords(schema, context), ...objectKeywords(schema, context) };
  // A bare `type` beside a composition repeats what the composition says.
  const saysMore = Object.keys(own).some((keyword) => keyword !== 'type' && keyword !== 'required');
  if (saysMore || (parts.length === 0 && 'type' in own)) parts.push(own);
  return [...parts, ...requiredElsewhere(schema, context)];
}

function isUnknown(view: JsonSchema): boolean {
  return view === true || (isObject(view) && !Object.keys(view).some((keyword) => typeKeywords.has(keyword)));
}

const typeKeywords: ReadonlySet<string> = new Set([
  ...['$ref', 'type', 'enum', 'const', 'properties', 'patternProperties', 'additionalProperties'],
  ...['items', 'prefixItems', 'allOf', 'anyOf', 'oneOf'],
]);

/** `required` about a property that another part of the composition declares: `allOf: [{ $ref }, { required: [id] }]`. */
function requiredElsewhere(schema: JsonObject, context: ViewContext): readonly JsonSchema[] {
  const required = new Set([schema, ...schemaList(schema, 'allOf')].flatMap(requiredNames));
  const declared = new Set(schemaEntries(schema, 'properties').map(([name]) => name));
  return [...required].flatMap((name) => {
    const found = declared.has(name) ? undefined : findProperty(schema, name, context.schemas);
    if (found === undefined || found.required || context.names.isHidden(found.schema, context.direction)) return [];
    return [{ type: 'object', properties: { [name]: schemaView(found.schema, context) }, required: [name] }];
  });
}

/** Only what becomes a comment, made safe for one. */
function annotations(schema: JsonObject): JsonObject {
  const view: Record<string, JsonValue> = {};
  for (const keyword of ['title', 'description', 'format']) {
    const text = schema[keyword];
    if (typeof text === 'string' && text.trim() !== '') view[keyword] = commentLines(text);
  }
  if (schema.deprecated === true) view.deprecated = true;
  const given = schema.default;
  if (given !== undefined) view.default = commentText(JSON.stringify(given));
  return view;
}

function commentLines(text: string): string {
  const lines = text.trim().split(/\r\n|[\r\n]/);
  return lines.map(commentText).join('\n');
}

function valueKeywords(schema: JsonObject, context: ViewContext): JsonObject {
  const { type, enum: values, const: constant, items } = schema;
  if (constant === null) return { type: 'null' };
  if (constant !== undefined) return { const: constant };
  if (Array.isArray(values)) return enumKeywords(values, type);
  const view: Record<string, JsonValue> = type === undefined ? {} : { type: singleType(type) };
  if (isSchema(items)) view.items = schemaView(items, context);
  const prefixItems = schemaList(schema, 'prefixItems');
  if (prefixItems.length > 0) view.prefixItems = prefixItems.map((item) => schemaView(item, context));
  return view;
}

function enumKeywords(values: readonly JsonValue[], type: JsonValue | undefined): JsonObject {
  // With `type: object` openapi-typescript takes the values for schemas.
  if (values.some((value) => typeof value === 'object' && value !== null)) {
    return { oneOf: values.map((value) => (value === null ? { type: 'null' } : { const: value })) };
  }
  return typeof type === 'string' && type !== 'object' ? { enum: values, type } : { enum: values };
}

function singleType(type: JsonValue): JsonValue {
  return Array.isArray(type) && type.length === 1 ? (type[0] ?? 'null') : type;
}

function objectKeywords(schema: JsonObject, context: ViewContext): JsonObject {
  const { names, direction } = context;
  const shown = schemaEntries(schema, 'properties').filter(([, property]) => !names.isHidden(property, direction));
  const view: Record<string, JsonValue> = {};
  if (shown.length > 0)
    view.properties = Object.fromEntries(shown.map(([name, property]) => [name, schemaView(property, context)]));
  const required = requiredNames(schema).filter((name) => shown.some(([shownName]) => shownName === name));
  if (required.length > 0) view.required = required;
  const patterns = schemaEntries(schema, 'patternProperties');
  const additional = schema.additionalProperties;
  if (shown.length > 0) {
    // An index signature has to admit the declared properties too: beside them only `unknown` is right.
    if (patterns.length > 0 || (additional !== undefined && additional !== false)) view.additionalProperties = true;
  } else if (patterns.length > 0) {
    view.patternProperties = Object.fromEntries(patterns.map(([name, value]) => [name, schemaView(value, context)]));
    if (isObject(additional) || additional === true) view.additionalProperties = true;
  } else if (isSchema(additional)) view.additionalProperties = schemaView(additional, context);
  return view;
}

interface UnionPlace {
  /** The schema with `oneOf` or `anyOf` and its `discriminator`. */
  readonly schema: JsonObject;
  readonly context: ViewContext;
}

/**
 * One branch of a union with the literal of its discriminator (OpenAPI 3.1 §4.8.25), unless the branch's own schema
 * already fixes the property: then that is what is on the wire.
 */
function discriminated(view: JsonSchema, branch: JsonSchema, { schema, context }: UnionPlace): JsonSchema {
  const discriminator = schema.discriminator;
  const name = isObject(branch) ? referencedName(branch) : undefined;
  if (!isObject(discriminator) || name === undefined) return view;
  const property = discriminator.propertyName;
  if (typeof property !== 'string' || fixesProperty(context.schemas[name], property, context.schemas)) return view;
  const mapping = isObject(discriminator.mapping) ? discriminator.mapping : {};
  const mapped = Object.entries(mapping).flatMap(([value, target]) =>
    target === name || target === referenceTo(name) ? [value] : [],
  );
  const values = mapped.length > 0 ? mapped : [name];
  return { allOf: [view, { type: 'object', properties: { [property]: { enum: values } }, required: [property] }] };
}

function fixesProperty(schema: JsonSchema | undefined, property: string, schemas: ViewContext['schemas']): boolean {
  const found = isObject(schema) ? findProperty(schema, property, schemas) : undefined;
  const resolved = found === undefined ? undefined : resolveSchema(found.schema, schemas);
  return isObject(resolved) && ('const' in resolved || 'enum' in resolved);
}

interface FoundProperty {
  readonly schema: JsonSchema;
  /** Already by the schema that declares it. */
  readonly required: boolean;
}

/** A property as the schema itself, what it refers to, or a part of its `allOf` declares it. */
function findProperty(
  schema: JsonObject,
  property: string,
  schemas: ViewContext['schemas'],
  visited: Set<JsonSchema> = new Set(),
): FoundProperty | undefined {
  if (visited.has(schema)) return undefined;
  visited.add(schema);
  const declared = schemaEntries(schema, 'properties').find(([name]) => name === property);
  if (declared !== undefined) return { schema: declared[1], required: requiredNames(schema).includes(property) };
  const name = referencedName(schema);
  const target = name !== undefined && Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  for (const part of [target, ...schemaList(schema, 'allOf')]) {
    const found = isObject(part) ? findProperty(part, property, schemas, visited) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function requiredNames(schema: JsonSchema): readonly string[] {
  const required = isObject(schema) ? schema.required : undefined;
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}
