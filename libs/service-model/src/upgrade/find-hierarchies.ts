import type { JsonObject, JsonSchema, JsonValue } from '../model/json.ts';
import { isList, isObject } from '../parse/is-object.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** A base whose `discriminator` tells apart the schemas that extend it by `allOf` (OpenAPI 3.0.3 §4.7.25). */
export interface Hierarchy {
  readonly base: string;
  readonly propertyName: string;
  /** By value; names of schemas. */
  readonly mapping: ReadonlyMap<string, string>;
  readonly defaultMapping: string | undefined;
  /** Schemas that extend the base, at whatever remove. */
  readonly subtypes: readonly string[];
  /** The values to which the base holds its property; undefined when it is free. */
  readonly allowed: readonly string[] | undefined;
}

/** Which schemas extend which. */
export interface Extensions {
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

const prefix = '#/components/schemas/';

/** The name that a reference or a mapping gives. */
export function schemaName(written: JsonValue | undefined, schemas: Schemas): string | undefined {
  if (typeof written !== 'string') return undefined;
  const name = written.startsWith(prefix) ? written.slice(prefix.length) : written;
  return Object.hasOwn(schemas, name) ? name : undefined;
}

export function findExtensions(schemas: Schemas): Extensions {
  const parents = new Map<string, readonly string[]>();
  const children = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(schemas)) {
    const found = isObject(schema) && !isAlias(schema) ? extended(schema, schemas).filter((each) => each !== name) : [];
    if (found.length === 0) continue;
    parents.set(name, found);
    for (const parent of found) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [name]);
      else known.push(name);
    }
  }
  return { parents, children };
}

function extended(schema: JsonObject, schemas: Schemas): readonly string[] {
  if (!isList(schema.allOf)) return [];
  return schema.allOf.flatMap((member) => {
    if (!isObject(member)) return [];
    const name = schemaName(member.$ref, schemas);
    return [...(name === undefined ? [] : [name]), ...extended(member, schemas)];
  });
}

const annotations: ReadonlySet<string> = new Set([
  ...['title', 'description', 'externalDocs', 'deprecated', 'readOnly', 'writeOnly', 'xml'],
  ...['example', 'examples', 'default'],
]);

/** Says nothing about a value: it may stand beside a union as beside what the union replaces. */
export function isAnnotation(keyword: string): boolean {
  return annotations.has(keyword) || keyword.startsWith('x-');
}

// `allOf: [{ $ref }]` with a description beside it is how OpenAPI 3.0 describes a reference: that is no subtype.
function isAlias({ allOf, ...others }: JsonObject): boolean {
  return isList(allOf) && allOf.length === 1 && Object.keys(others).every(isAnnotation);
}

export function findHierarchies(schemas: Schemas, extensions: Extensions): readonly Hierarchy[] {
  const bases = Object.keys(schemas).filter((name) => discriminatorOf(schemas[name]) !== undefined);
  return bases.flatMap((base) => {
    const propertyName = discriminatorOf(schemas[base])?.propertyName;
    if (typeof propertyName !== 'string') return [];
    const isInner = (name: string): boolean => {
      const known = discriminatorOf(schemas[name])?.propertyName;
      return known === undefined || known === propertyName;
    };
    const above = reach(base, extensions.parents, isInner);
    // A base in the middle belongs to the one above it.
    if (above.some((name) => discriminatorOf(schemas[name])?.propertyName === propertyName)) return [];
    const below = reach(base, extensions.children, isInner);
    const mapping = mappingOf([base, ...below], propertyName, schemas);
    const wanted = schemaName(discriminatorOf(schemas[base])?.defaultMapping, schemas);
    const defaultMapping = wanted !== undefined && (wanted === base || below.includes(wanted)) ? wanted : undefined;
    const allowed = allowedValues(schemas[base], propertyName, schemas);
    return below.length === 0 ? [] : [{ base, propertyName, mapping, defaultMapping, subtypes: below, allowed }];
  });
}

/** Of a schema that is no union: there the union says what there is to choose from. */
function discriminatorOf(schema: JsonSchema | undefined): JsonObject | undefined {
  if (!isObject(schema) || schema.oneOf !== undefined || schema.anyOf !== undefined) return undefined;
  return isObject(schema.discriminator) ? schema.discriminator : undefined;
}

/** All that is reached from a name, itself left out; what `isInner` denies is reached, but not passed. */
function reach(
  start: string,
  edges: ReadonlyMap<string, readonly string[]>,
  isInner: (name: string) => boolean,
): readonly string[] {
  const seen = new Set([start]);
  // A set visits what is added to it while it is walked.
  for (const name of seen) {
    if (isInner(name)) for (const next of edges.get(name) ?? []) seen.add(next);
  }
  seen.delete(start);
  return [...seen];
}

function mappingOf(names: readonly string[], propertyName: string, schemas: Schemas): ReadonlyMap<string, string> {
  const mapping = new Map<string, string>();
  for (const name of names) {
    const discriminator = discriminatorOf(schemas[name]);
    if (discriminator?.propertyName !== propertyName || !isObject(discriminator.mapping)) continue;
    for (const [value, written] of Object.entries(discriminator.mapping)) {
      const target = schemaName(written, schemas);
      if (target !== undefined && !mapping.has(value)) mapping.set(value, target);
    }
  }
  return mapping;
}

/** The texts to which a schema itself holds one of its properties; undefined when it is free. */
export function allowedValues(
  schema: JsonSchema | undefined,
  property: string,
  schemas: Schemas,
): readonly string[] | undefined {
  if (!isObject(schema)) return undefined;
  const { properties, allOf } = schema;
  const own = isObject(properties) && Object.hasOwn(properties, property) ? properties[property] : undefined;
  const inline = isList(allOf) ? allOf.filter((member) => isObject(member) && member.$ref === undefined) : [];
  const lists = [
    fixedTexts(own, schemas),
    ...inline.map((part) => allowedValues(part as JsonObject, property, schemas)),
  ];
  return lists.find((list) => list !== undefined);
}

function fixedTexts(schema: JsonValue | undefined, schemas: Schemas): readonly string[] | undefined {
  if (!isObject(schema)) return undefined;
  const { const: constant, enum: values, $ref } = schema;
  if (typeof constant === 'string') return [constant];
  if (isList(values)) return values.filter((value) => typeof value === 'string');
  const name = schemaName($ref, schemas);
  const target = name === undefined ? undefined : schemas[name];
  return isObject(target) && target.$ref === undefined ? fixedTexts(target, schemas) : undefined;
}
