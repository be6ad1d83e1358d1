import type { JsonObject, JsonSchema, JsonValue } from '../model/json.ts';
import { isList, isObject } from '../parse/is-object.ts';
import { componentPart } from '../parse/parts.ts';
import type { SourceMap } from '../parse/source-map.ts';
import type { Report } from '../report.ts';
import { breakCycles } from './break-cycles.ts';
import {
  allowedValues,
  type Extensions,
  findExtensions,
  findHierarchies,
  type Hierarchy,
  isAnnotation,
  schemaName,
} from './find-hierarchies.ts';
import { freeName } from './free-name.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;

interface SpreadContext {
  readonly sources: SourceMap;
  readonly report: Report;
}

/** Schemas that become unions, and the names that they have without. */
type Bases = ReadonlyMap<string, string>;

/**
 * A reference to a base with a `discriminator` means any of the schemas that extend it: the base becomes a union of them
 * and of itself, and they extend what it was before. JSON Schema alone finds the same values valid before and after.
 */
export function spreadHierarchies(schemas: Schemas, context: SpreadContext): Schemas {
  const extensions = findExtensions(schemas);
  const hierarchies = findHierarchies(schemas, extensions);
  if (hierarchies.length === 0) return schemas;
  const bases = new Map<string, string>();
  const unions = new Map<string, JsonSchema>();
  const members = hierarchies.map((hierarchy) => ({ hierarchy, named: nameSubtypes(hierarchy, schemas, context) }));
  for (const { hierarchy, named } of members) {
    for (const name of innerNames(hierarchy, named, extensions)) {
      if (!bases.has(name)) bases.set(name, freeName(`${name}_base`, schemas));
    }
  }
  for (const { hierarchy, named } of members) {
    for (const name of innerNames(hierarchy, named, extensions)) {
      if (!unions.has(name)) unions.set(name, unionOf(name, { hierarchy, named, extensions, bases, schemas, context }));
    }
  }
  return breakCycles(rewritten({ schemas, bases, unions, extensions, context }), context);
}

/** The subtypes that a value can name, each with its values; empty where its own schema says them. */
type NamedSubtypes = ReadonlyMap<string, readonly string[]>;

function nameSubtypes(hierarchy: Hierarchy, schemas: Schemas, context: SpreadContext): NamedSubtypes {
  const { base, mapping, subtypes, allowed, propertyName, defaultMapping } = hierarchy;
  const named = new Map<string, readonly string[]>();
  for (const name of subtypes) {
    const mapped = [...mapping].filter(([, target]) => target === name).map(([value]) => value);
    const said = allowedValues(schemas[name], propertyName, schemas) !== undefined;
    const implicit = allowed === undefined || allowed.includes(name) ? name : undefined;
    const alike = allowed?.filter((value) => value.toLowerCase() === name.toLowerCase() && !mapping.has(value));
    if (mapped.length > 0) named.set(name, mapped);
    else if (said || name === defaultMapping) named.set(name, []);
    else if (implicit !== undefined) named.set(name, mapping.has(implicit) ? [] : [implicit]);
    else {
      if (alike !== undefined && alike.length > 0) named.set(name, alike);
      reportUnnamed({ base, name, propertyName, values: alike ?? [] }, schemas, context);
    }
  }
  return named;
}

interface Unnamed {
  readonly base: string;
  readonly name: string;
  readonly propertyName: string;
  readonly values: readonly string[];
}

function reportUnnamed({ base, name, propertyName, values }: Unnamed, schemas: Schemas, context: SpreadContext): void {
  const schema = schemas[name];
  const [value] = values;
  context.report.warning({
    at: context.sources.locate(isObject(schema) ? schema : (schemas as JsonObject)),
    code: 'unnamed-subtype',
    message: `No value that "${propertyName}" may have in ${base} names ${name}, and no mapping does`,
    hint:
      value === undefined
        ? `Values of ${base} are never read as ${name}; add it to the mapping of its discriminator`
        : `"${value}" is read as ${name}; say so in the mapping of the discriminator of ${base}`,
  });
}

/** The base, and the subtypes that others extend. */
function innerNames({ base }: Hierarchy, named: NamedSubtypes, { children }: Extensions): readonly string[] {
  if (named.size === 0) return [];
  return [base, ...[...named.keys()].filter((name) => children.get(name)?.some((child) => named.has(child)))];
}

interface Spread {
  readonly hierarchy: Hierarchy;
  readonly named: NamedSubtypes;
  readonly extensions: Extensions;
  readonly bases: Bases;
  readonly schemas: Schemas;
  readonly context: SpreadContext;
}

function unionOf(name: string, spread: Spread): JsonSchema {
  const { hierarchy, named, bases, schemas, context } = spread;
  const { base, allowed, mapping, propertyName, defaultMapping } = hierarchy;
  const original = schemas[name];
  if (!isObject(original)) return true;
  const part = context.report.within(componentPart('schemas', name));
  const members = name === base ? [...named.keys()] : descendants(name, spread);
  for (const member of members) part.needs(componentPart('schemas', member));
  // What is mapped to a schema that does not extend the base is judged by the base.
  const ownNames = named.get(name) ?? [...mapping].filter(([, target]) => !named.has(target)).map(([value]) => value);
  const isFree = ownNames.length === 0 && (allowed?.includes(name) ?? true) && !mapping.has(name);
  const values: readonly (readonly [string, readonly string[]])[] = [
    ...members.map((member): [string, readonly string[]] => [member, named.get(member) ?? []]),
    [name, isFree ? [name] : ownNames],
  ];
  // Another discriminator further down chooses among what is below it.
  const inner = innerNames(hierarchy, named, spread.extensions);
  const refer = (target: string): string =>
    `#/components/schemas/${(inner.includes(target) ? bases.get(target) : undefined) ?? target}`;
  const annotations = Object.entries(original).filter(([keyword]) => isAnnotation(keyword) || keyword === 'type');
  const union: JsonObject = {
    ...Object.fromEntries(annotations),
    anyOf: values.map(([target]) => ({ $ref: refer(target) })),
    discriminator: {
      propertyName,
      mapping: Object.fromEntries(values.flatMap(([target, list]) => list.map((value) => [value, refer(target)]))),
      ...(defaultMapping === undefined ? {} : { defaultMapping: refer(defaultMapping) }),
    },
  };
  return context.sources.inherit(union, original);
}

function descendants(name: string, { named, extensions }: Spread): readonly string[] {
  const seen = new Set([name]);
  for (const each of seen)
    for (const child of extensions.children.get(each) ?? []) if (named.has(child)) seen.add(child);
  seen.delete(name);
  return [...seen];
}

interface Rewriting {
  readonly schemas: Schemas;
  readonly bases: Bases;
  readonly unions: ReadonlyMap<string, JsonSchema>;
  readonly extensions: Extensions;
  readonly context: SpreadContext;
}

function rewritten({ schemas, bases, unions, extensions, context }: Rewriting): Schemas {
  const entries = Object.entries(schemas).flatMap(([name, schema]): [string, JsonSchema][] => {
    const extending = extensions.parents.get(name)?.some((parent) => bases.has(parent)) && isObject(schema);
    const own = extending ? context.sources.inherit(renameParents(schema, { bases, schemas }), schema) : schema;
    const base = bases.get(name);
    if (base === undefined || !isObject(own)) return [[name, own]];
    context.report.within(componentPart('schemas', base)).needs(componentPart('schemas', name));
    const kept = Object.entries(own).filter(([keyword]) => !['discriminator', ...onlyOnce].includes(keyword));
    return [
      [name, unions.get(name) ?? own],
      [base, context.sources.inherit(Object.fromEntries(kept), own)],
    ];
  });
  return Object.fromEntries(entries);
}

/** Of the union alone: they would be judged, or filled in, twice. */
const onlyOnce: readonly string[] = ['example', 'examples', 'default'];

function renameParents(schema: JsonObject, from: { readonly bases: Bases; readonly schemas: Schemas }): JsonObject {
  const { allOf } = schema;
  if (!isList(allOf)) return schema;
  const renamed = allOf.map((member): JsonValue => {
    if (!isObject(member)) return member;
    const base = from.bases.get(schemaName(member.$ref, from.schemas) ?? '');
    const inner = renameParents(member, from);
    return base === undefined ? inner : { ...inner, $ref: `#/components/schemas/${base}` };
  });
  return { ...schema, allOf: renamed };
}
