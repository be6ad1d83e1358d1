import type { JsonObject, JsonSchema, JsonValue } from '../model/json.ts';
import { isNullBranch } from '../upgrade/read-nullable.ts';
import { upgradeSchema } from '../upgrade/upgrade-schema.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import { bundleDiscriminator } from './bundle-discriminator.ts';
import { checkKeyword, checkPattern } from './check-keyword.ts';
import { checkSchema } from './check-schema.ts';
import { followSchemaReference } from './follow-reference.ts';
import { isList, isObject } from './is-object.ts';
import { nearestName } from './nearest-name.ts';
import { referTo } from './part-context.ts';
import { wrongType } from './read-scalar.ts';
import { type KeywordRule, newerKeywords, schemaKeywords } from './schema-keywords.ts';
import { readWideIntegers } from './wide-integers.ts';

/**
 * Copies a schema with every `$ref` as `#/components/schemas/<name>`, keywords of the wrong shape left out and the
 * meaning of older dialects written in JSON Schema 2020-12. What cannot be read is reported and allows anything.
 */
export function bundleSchema(raw: JsonValue, place: Place, context: BundleContext): JsonSchema {
  if (typeof raw === 'boolean') return raw;
  if (raw === null) {
    const at = locate(place, context);
    context.report.warning({
      at,
      code: 'null-field',
      message: 'This schema has no content',
      hint: 'It is read as "anything"',
    });
    return true;
  }
  if (!isObject(raw)) {
    wrongType('a schema', raw, place, context);
    return true;
  }
  const scope = context.scopes.enter(context.scope, raw);
  const inner = scope === context.scope ? context : { ...context, scope };
  const isReference = typeof raw.$ref === 'string' || typeof raw.$dynamicRef === 'string';
  const made = isReference ? bundleReference(raw, inner) : bundleKeywords(raw, inner);
  return context.sources.inherit(made, raw);
}

function bundleReference(raw: JsonObject, context: BundleContext): JsonSchema {
  const keys = (['$ref', '$dynamicRef'] as const).filter((key) => typeof raw[key] === 'string');
  const rest = Object.fromEntries(Object.entries(raw).filter(([key]) => !keys.some((reference) => reference === key)));
  const references = keys.map((key) => referToSchema(raw, key, context));
  if (Object.keys(rest).length === 0 && references.length === 1) return references[0] ?? {};
  const ignores = context.grammar.version < '3.1' || context.vocabularies.ignoresSiblings(raw);
  if (ignores && keys[0] === '$ref') return withoutSiblings(rest, references[0] ?? {}, { raw, context });
  return bundleKeywords(context.sources.inherit(rest, raw), context, references);
}

// OpenAPI 3.0 §4.7.23, JSON Schema draft 7 core §8.3: what stands beside `$ref` is ignored. Who writes "nullable" there
// means it: values would be refused otherwise.
function withoutSiblings(
  { nullable, 'x-nullable': extension }: JsonObject,
  reference: JsonObject,
  { raw, context }: { readonly raw: JsonObject; readonly context: BundleContext },
): JsonSchema {
  const { grammar, report, sources } = context;
  const key = grammar.version === '2.0' ? 'x-nullable' : 'nullable';
  const isNullable = grammar.version < '3.1' && (key === 'nullable' ? nullable : extension) === true;
  const siblings = Object.keys(raw).filter((sibling) => sibling !== '$ref' && !(isNullable && sibling === key));
  const [first] = siblings;
  if (first !== undefined) {
    report.note({
      at: sources.locate(raw, first),
      code: 'ignored-sibling',
      message: `Beside "$ref" these keywords have no meaning: ${siblings.join(', ')}`,
      hint: 'Put the reference into "allOf", or write the contract in OpenAPI 3.1',
    });
  }
  if (!isNullable) return reference;
  report.note({
    at: sources.locate(raw, key),
    code: 'nullable-without-type',
    message: `"${key}" has no meaning beside "$ref"`,
    hint: 'It is read as "or null"',
  });
  return { anyOf: [reference, { type: 'null' }] };
}

function referToSchema(raw: JsonObject, key: '$ref' | '$dynamicRef', context: BundleContext): JsonObject {
  const found = followSchemaReference(raw, key, context);
  if (found === undefined) return {};
  const target = key === '$ref' ? found : context.scopes.choose(String(raw[key]), found, context.scope);
  return { $ref: referTo(target, 'schemas', context) };
}

function bundleKeywords(raw: JsonObject, context: BundleContext, references: readonly JsonObject[] = []): JsonSchema {
  const [reference = {}, ...others] = references;
  const fields: [string, JsonValue][] = Object.entries(reference);
  const ignored = context.vocabularies.ignoredIn(raw);
  for (const [key, value] of Object.entries(raw)) {
    const place = { container: raw, key };
    if (ignored.has(key)) continue;
    const rule = schemaKeywords.get(key);
    if (rule === undefined) {
      if (key.startsWith('x-')) fields.push([key, value]);
      else reportUnknown(place, context);
      continue;
    }
    if (context.grammar.version < '3.1' && newerKeywords.has(key)) reportNewer(place, context);
    const made = bundleKeyword(value, rule, place, context);
    if (made !== undefined) fields.push([key, made]);
  }
  if (raw.format !== undefined && context.settings.formatsAreAnnotations) fields.push(['x-brrt-format', 'annotation']);
  const checked = checkSchema(withMembers(Object.fromEntries(fields), others), raw, context);
  const made = context.sources.inherit(readWideIntegers(raw, checked, context), raw);
  return upgradeSchema(made, context.grammar.version, (key, finding) =>
    context.report.warning({ at: context.sources.locate(raw, key), ...finding }),
  );
}

// A schema has one `$ref`: further ones apply through `allOf`.
function withMembers(schema: JsonObject, members: readonly JsonObject[]): JsonObject {
  const { allOf } = schema;
  return members.length === 0 ? schema : { ...schema, allOf: [...(isList(allOf) ? allOf : []), ...members] };
}

function bundleKeyword(raw: JsonValue, rule: KeywordRule, place: Place, context: BundleContext): JsonValue | undefined {
  switch (rule) {
    case 'schema':
      return bundleSchema(raw, place, context);
    case 'schemas':
      return bundleSchemas(raw, place, context);
    case 'items':
      return isList(raw) ? bundleSchemas(raw, place, context) : bundleSchema(raw, place, context);
    case 'schemaMap':
      return bundleSchemaMap(raw, place, context);
    case 'patternMap':
      return bundlePatternMap(raw, place, context);
    case 'dependencies':
      return bundleDependencies(raw, place, context);
    case 'discriminator':
      return bundleDiscriminator(raw, place, context);
    default:
      return checkKeyword(raw, rule, place, context);
  }
}

function malformed(wanted: string, place: Place, context: BundleContext): undefined {
  const at = locate(place, context);
  context.report.warning({
    at,
    code: 'malformed-keyword',
    message: `"${place.key}" must be ${wanted}`,
    hint: 'The schema is read without it',
  });
  return undefined;
}

function bundleSchemas(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (!isList(raw) || raw.length === 0) return malformed('a list of schemas with at least one', place, context);
  const alternatives = place.key === 'anyOf' || place.key === 'oneOf';
  const schemas = raw.map((schema, index) => {
    const at = { container: raw, key: String(index) };
    return alternatives && isObject(schema) && isNullBranch(schema)
      ? bundleNullBranch(schema, at, context)
      : bundleSchema(schema, at, context);
  });
  return context.sources.inherit(schemas, raw);
}

function bundleNullBranch(raw: JsonObject, place: Place, context: BundleContext): JsonSchema {
  const at = locate(place, context);
  context.report.note({
    at,
    code: 'null-alternative',
    message: 'This alternative says only "nullable"',
    hint: 'It is read as "or null"',
  });
  const { nullable: _, ...annotations } = raw;
  return context.sources.inherit({ ...annotations, type: 'null' }, raw);
}

function bundleSchemaMap(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (!isObject(raw)) return malformed('an object of schemas', place, context);
  if (typeof raw.$ref === 'string') return malformed('an object of schemas, not a reference', place, context);
  const entries = Object.entries(raw).map(([key, schema]) => [
    key,
    bundleSchema(schema, { container: raw, key }, context),
  ]);
  return context.sources.inherit(Object.fromEntries(entries), raw);
}

function bundlePatternMap(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (!isObject(raw)) return malformed('an object of schemas', place, context);
  const entries = Object.entries(raw).flatMap(([key, schema]): [string, JsonValue][] => {
    const pattern = checkPattern(key, { container: raw, key }, context);
    return pattern === undefined ? [] : [[pattern, bundleSchema(schema, { container: raw, key }, context)]];
  });
  return context.sources.inherit(Object.fromEntries(entries), raw);
}

// Draft 7: a list of names or a schema for each property.
function bundleDependencies(raw: JsonValue, place: Place, context: BundleContext): JsonValue | undefined {
  if (!isObject(raw)) return malformed('an object', place, context);
  const entries = Object.entries(raw).flatMap(([key, value]): [string, JsonValue][] => {
    const at = { container: raw, key };
    const made = isList(value) ? checkKeyword(value, 'required', at, context) : bundleSchema(value, at, context);
    return made === undefined ? [] : [[key, made]];
  });
  return context.sources.inherit(Object.fromEntries(entries), raw);
}

function reportNewer(place: Place, context: BundleContext): void {
  const at = locate(place, context);
  const message = `"${place.key}" is no keyword of OpenAPI ${context.grammar.version}`;
  context.report.note({ at, code: 'newer-keyword', message, hint: 'It has the meaning of JSON Schema 2020-12' });
}

// Left out, because a validator may give a name such as `$async` or `id` a meaning of its own.
function reportUnknown(place: Place & { readonly key: string }, context: BundleContext): void {
  const at = locate(place, context);
  if (place.key === '$ref') {
    context.report.error({ at, code: 'wrong-type', message: '"$ref" must be a string' });
    return;
  }
  const near = /^x[_-]/i.test(place.key) ? `x-${place.key.slice(2)}` : nearestName(place.key, schemaKeywords.keys());
  context.report.warning({
    at,
    // OpenAPI 3.1 and 3.2 take any keyword; only what has a meaning is kept.
    code: context.grammar.version < '3.1' ? 'unknown-keyword' : 'foreign-keyword',
    message: `"${place.key}" is no keyword of a schema; it is left out`,
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
}
