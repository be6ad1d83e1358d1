import type { JsonObject, JsonValue } from '../model/json.ts';
import { type ComponentSection, componentSections, type FieldRule, type ObjectKind } from '../parse/grammar.ts';
import { grammar32 } from '../parse/grammar-3-2.ts';
import { isList, isObject } from '../parse/is-object.ts';
import { schemaKeywords } from '../parse/schema-keywords.ts';
import { withMapping } from './name-subtypes.ts';

/** A component of a bundled document. */
export interface ComponentName {
  readonly section: ComponentSection;
  readonly name: string;
}

/** What becomes of the places at which one part of a document names another. */
export interface ReferenceRules {
  /** The component that a reference leads to from now on. */
  readonly component: (component: ComponentName) => ComponentName;
  /** A Link Object, or a reference to one; undefined leaves it out. By default links stay. */
  readonly link?: (link: JsonObject) => JsonObject | undefined;
  /** An operation within a callback, its references rewritten. By default it stays. */
  readonly operation?: (operation: JsonObject) => JsonObject;
  /** Keywords to put beside the reference of an XML body: its root is named after the component. */
  readonly xmlRoot?: (component: ComponentName) => JsonObject;
}

/**
 * A part of a bundled document with every reference rewritten: where the grammar has references, and nowhere else. A
 * `$ref` in an example, in `const` or in an extension is a value.
 */
export function rewriteReferences(value: JsonValue, shape: FieldRule, rules: ReferenceRules): JsonValue {
  return rewriteField(value, shape, rules) ?? value;
}

/** What `#/components/schemas/Pet` names. */
export function readComponentReference(reference: JsonValue | undefined): ComponentName | undefined {
  if (typeof reference !== 'string') return undefined;
  const [, written, name] = /^#\/components\/(\w+)\/([\w.-]+)$/.exec(reference) ?? [];
  const section = componentSections.find((each) => each === written);
  return section === undefined || name === undefined ? undefined : { section, name };
}

export function componentReference({ section, name }: ComponentName): string {
  return `#/components/${section}/${name}`;
}

function rewriteField(value: JsonValue, rule: FieldRule, rules: ReferenceRules): JsonValue | undefined {
  if (rule.startsWith('[]')) return isList(value) ? rewriteList(value, innerRule(rule), rules) : value;
  if (rule.startsWith('{}')) return isObject(value) ? rewriteMap(value, innerRule(rule), rules) : value;
  if (rule === 'schema') return rewriteSchema(value, rules);
  if (rule === 'link' && rules.link !== undefined) return isObject(value) ? rules.link(value) : value;
  const kind = grammar32.objects[rule as ObjectKind]; // of the other shapes the grammar has no object
  return kind === undefined || !isObject(value) ? value : rewriteObject(value, rule as ObjectKind, rules);
}

function rewriteObject(value: JsonObject, kind: ObjectKind, rules: ReferenceRules): JsonObject {
  const { fields = {}, others } = grammar32.objects[kind] ?? {};
  const entries = Object.entries(value).flatMap(([key, field]): [string, JsonValue][] => {
    if (key === '$ref') return [[key, rewriteReference(field, rules)]];
    const rule = Object.hasOwn(fields, key) ? fields[key] : key.startsWith('x-') ? 'any' : others;
    const made = rewriteField(field, rule ?? 'any', rules);
    return made === undefined ? [] : [[key, made]];
  });
  const made = Object.fromEntries(entries);
  return kind === 'operation' && rules.operation !== undefined ? rules.operation(made) : made;
}

function rewriteList(list: readonly JsonValue[], rule: FieldRule, rules: ReferenceRules): readonly JsonValue[] {
  return list.map((item) => rewriteField(item, rule, rules)).filter((item) => item !== undefined);
}

/** Undefined: nothing is left of it. */
function rewriteMap(map: JsonObject, rule: FieldRule, rules: ReferenceRules): JsonObject | undefined {
  const entries = Object.entries(map).flatMap(([key, item]): [string, JsonValue][] => {
    const made = rewriteField(item, rule, rules);
    if (made === undefined) return [];
    return [[key, rule === 'mediaType' && /[/+]xml\b/i.test(key) ? namedRoot(item, made, rules) : made]];
  });
  const isLeftOut = entries.length === 0 && Object.keys(map).length > 0;
  return isLeftOut ? undefined : Object.fromEntries(entries);
}

function namedRoot(written: JsonValue, made: JsonValue, { xmlRoot }: ReferenceRules): JsonValue {
  const schema = isObject(written) ? written.schema : undefined;
  const component = isObject(schema) && schema.xml === undefined ? readComponentReference(schema.$ref) : undefined;
  if (component === undefined || xmlRoot === undefined || !isObject(made) || !isObject(made.schema)) return made;
  return { ...made, schema: { ...made.schema, ...xmlRoot(component) } };
}

function innerRule(rule: FieldRule): FieldRule {
  // '{}header' → 'header'
  return rule.slice(2) as FieldRule;
}

function rewriteReference(reference: JsonValue, { component }: ReferenceRules): JsonValue {
  const named = readComponentReference(reference);
  return named === undefined ? reference : componentReference(component(named));
}

function rewriteSchema(written: JsonValue, rules: ReferenceRules): JsonValue {
  if (!isObject(written)) return written;
  const schema = nameBranches(written, rules);
  const entries = Object.entries(schema).map(([keyword, value]): [string, JsonValue] => [
    keyword,
    rewriteKeyword(keyword, value, rules),
  ]);
  return Object.fromEntries(entries);
}

/** The value that stands for a branch of a union is its name, unless the mapping has another (OpenAPI 3.1 §4.8.25). */
function nameBranches(schema: JsonObject, { component }: ReferenceRules): JsonObject {
  const { discriminator, oneOf, anyOf } = schema;
  const branches = isList(oneOf) ? oneOf : anyOf;
  if (!isObject(discriminator) || !isList(branches)) return schema;
  const mapped = new Set(isObject(discriminator.mapping) ? Object.values(discriminator.mapping) : []);
  const implied = branches.flatMap((branch): [string, string][] => {
    const named = isObject(branch) ? readComponentReference(branch.$ref) : undefined;
    if (named === undefined || mapped.has(named.name) || mapped.has(componentReference(named))) return [];
    return component(named).name === named.name ? [] : [[named.name, componentReference(named)]];
  });
  return implied.length === 0 ? schema : withMapping(schema, Object.fromEntries(implied));
}

function rewriteKeyword(keyword: string, value: JsonValue, rules: ReferenceRules): JsonValue {
  if (keyword === '$ref') return rewriteReference(value, rules);
  switch (schemaKeywords.get(keyword)) {
    case 'schema':
    case 'schemas':
    case 'items':
      return isList(value) ? value.map((each) => rewriteSchema(each, rules)) : rewriteSchema(value, rules);
    case 'schemaMap':
    case 'patternMap':
    case 'dependencies':
      return isObject(value) ? mapValues(value, (each) => rewriteSchema(each, rules)) : value;
    case 'discriminator':
      return isObject(value) ? rewriteDiscriminator(value, rules) : value;
    default:
      return value;
  }
}

function rewriteDiscriminator(discriminator: JsonObject, rules: ReferenceRules): JsonObject {
  const { mapping, defaultMapping } = discriminator;
  return {
    ...discriminator,
    ...(isObject(mapping) ? { mapping: mapValues(mapping, (target) => rewriteMapped(target, rules)) } : {}),
    ...(defaultMapping === undefined ? {} : { defaultMapping: rewriteMapped(defaultMapping, rules) }),
  };
}

/** A mapping holds a reference, or the name of a schema. */
function rewriteMapped(target: JsonValue, rules: ReferenceRules): JsonValue {
  if (typeof target !== 'string' || !/^[\w.-]+$/.test(target)) return rewriteReference(target, rules);
  return componentReference(rules.component({ section: 'schemas', name: target }));
}

function mapValues(map: JsonObject, made: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, made(value)]));
}
