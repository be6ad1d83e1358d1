import type { JsonObject, JsonValue } from '../model/json.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import { bundleSchema } from './bundle-schema.ts';
import { checkObject } from './check-object.ts';
import { checkResponses } from './check-responses.ts';
import { checkServerVariable } from './check-server.ts';
import { bundleExternalExample } from './external-examples.ts';
import { followReference } from './follow-reference.ts';
import type { FieldRule, ObjectKind, ObjectRule } from './grammar.ts';
import { isList, isObject } from './is-object.ts';
import { nearestName } from './nearest-name.ts';
import { entryContext, partContext, referTo } from './part-context.ts';
import { readBoolean, readString, readStrings, wrongType } from './read-scalar.ts';
import { readWord } from './read-word.ts';

/**
 * Copies an OpenAPI object with every reference made local, checking its fields against the grammar of the version.
 * `undefined`: it cannot be read, and the report says why.
 */
export function bundleObject(
  value: JsonValue,
  kind: ObjectKind,
  place: Place,
  context: BundleContext,
): JsonObject | undefined {
  const rule = context.grammar.objects[kind];
  if (rule === undefined) return undefined;
  if (!isObject(value)) return wrongType('an object', value, place, context);
  if (Object.hasOwn(value, '$ref') && rule.fields.$ref === undefined)
    return bundleReference(value, kind, rule, context);
  return bundleFields(value, kind, rule, context);
}

function bundleFields(value: JsonObject, kind: ObjectKind, rule: ObjectRule, context: BundleContext): JsonObject {
  const fields: [string, JsonValue][] = [];
  for (const [key, raw] of Object.entries(value)) {
    const field = bundleNamed(key, raw, { holder: value, kind, rule }, context);
    if (field !== undefined) fields.push([key, field]);
  }
  const made = context.sources.inherit(Object.fromEntries(fields), value);
  reportMissing(value, kind, rule, context);
  if (kind === 'responses') checkResponses(value, context);
  else checkObject(kind, made, context);
  if (kind === 'serverVariable') return checkServerVariable(made, value, context);
  return kind === 'example' ? bundleExternalExample(made, value, context) : made;
}

interface FieldOwner {
  readonly holder: JsonObject;
  readonly kind: ObjectKind;
  readonly rule: ObjectRule;
}

function bundleNamed(key: string, raw: JsonValue, owner: FieldOwner, outer: BundleContext): JsonValue | undefined {
  const { holder, kind, rule } = owner;
  const place = { container: holder, key };
  const context = partContext(key, kind, rule.fields[key], outer);
  if (Object.hasOwn(rule.fields, key)) {
    return bundleField(readWord(raw, kind, place, context), rule.fields[key] ?? 'any', place, context);
  }
  if (key.startsWith('x-')) return raw;
  if (rule.others !== undefined) return bundleEntry(raw, rule.others, place, context);
  const near = /^x[_-]/i.test(key) ? `x-${key.slice(2)}` : nearestName(key, Object.keys(rule.fields));
  context.report.warning({
    at: locate(place, context),
    code: 'unknown-field',
    message: `"${key}" is no field of ${article(kind)} ${kind} in OpenAPI ${context.grammar.version}; it is left out`,
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
  return undefined;
}

function article(kind: string): string {
  return /^[aeio]/.test(kind) ? 'an' : 'a';
}

function reportMissing(value: JsonObject, kind: ObjectKind, rule: ObjectRule, context: BundleContext): void {
  for (const field of rule.required ?? []) {
    if (Object.hasOwn(value, field)) continue;
    const at = context.sources.locate(value);
    context.report.warning({
      at,
      code: 'missing-field',
      message: `The ${kind} has no "${field}", which OpenAPI ${context.grammar.version} requires`,
    });
  }
}

function bundleField(raw: JsonValue, rule: FieldRule, place: Place, context: BundleContext): JsonValue | undefined {
  if (rule === 'any') return raw;
  if (raw === null) {
    const at = locate(place, context);
    context.report.warning({
      at,
      code: 'null-field',
      message: `"${place.key}" has no value`,
      hint: 'It is read as absent',
    });
    return undefined;
  }
  if (rule.startsWith('[]')) return bundleList(raw, inner(rule), place, context);
  if (rule.startsWith('{}')) return bundleMap(raw, inner(rule), place, context);
  switch (rule) {
    case 'string':
      return readString(raw, place, context);
    case 'boolean':
      return readBoolean(raw, place, context);
    case 'strings':
      return readStrings(raw, place, context);
    case 'schema':
      return bundleSchema(raw, place, context);
    default:
      // The grammar has only kinds of objects besides the cases above.
      return bundleObject(raw, rule as ObjectKind, place, context);
  }
}

function inner(rule: FieldRule): FieldRule {
  // '[]{}strings' → '{}strings', '{}header' → 'header'
  return rule.slice(2) as FieldRule;
}

function bundleList(raw: JsonValue, rule: FieldRule, place: Place, context: BundleContext): JsonValue | undefined {
  if (!isList(raw)) return wrongType('a list', raw, place, context);
  const items = raw.flatMap((item, index) => {
    const made = bundleField(item, rule, { container: raw, key: String(index) }, context);
    return made === undefined ? [] : [made];
  });
  return context.sources.inherit(items, raw);
}

function bundleMap(raw: JsonValue, rule: FieldRule, place: Place, context: BundleContext): JsonValue | undefined {
  if (!isObject(raw)) return wrongType('an object', raw, place, context);
  // In a map of texts it would be a text when it is read again.
  if (typeof raw.$ref === 'string' || (rule === 'string' && ['number', 'boolean'].includes(typeof raw.$ref)))
    return inlineTarget(raw, (target) => bundleMap(target, rule, place, context), context);
  const entries = Object.entries(raw).flatMap(([key, entry]): [string, JsonValue][] => {
    const made = bundleEntry(entry, rule, { container: raw, key }, entryContext(key, rule, context));
    return made === undefined ? [] : [[key, made]];
  });
  return context.sources.inherit(Object.fromEntries(entries), raw);
}

// An entry without content (`'204':`) still says that it exists.
function bundleEntry(raw: JsonValue, rule: FieldRule, place: Place, context: BundleContext): JsonValue | undefined {
  if (raw !== null || rule === 'any' || rule === 'string') return bundleField(raw, rule, place, context);
  const at = locate(place, context);
  context.report.warning({
    at,
    code: 'null-field',
    message: `"${place.key}" has no value`,
    hint: 'It is read as empty',
  });
  return bundleField(emptyAt(place, rule, context), rule, place, context);
}

function emptyAt({ container, key = '' }: Place, rule: FieldRule, { sources }: BundleContext): JsonValue & object {
  const empty = rule === 'strings' ? [] : {};
  const field = sources.fieldOf(container, key);
  if (field !== undefined) {
    const { origin: parent, key: written } = field;
    const offset = parent.offsets().get(written) ?? parent.offset;
    sources.record(empty, { file: parent.file, parent, key: written, offset, offsets: () => new Map() });
  }
  return empty;
}

function bundleReference(
  value: JsonObject,
  kind: ObjectKind,
  rule: ObjectRule,
  context: BundleContext,
): JsonObject | undefined {
  const { section } = rule;
  if (section === undefined) {
    return inlineTarget(
      value,
      (target) => bundleObject(target, kind, { container: value, key: '$ref' }, context),
      context,
    );
  }
  const target = followReference(value, section, context);
  if (target === undefined) return undefined;
  if (!isObject(target.value)) return wrongType(`a ${kind}`, target.value, { container: value, key: '$ref' }, context);
  const reference = { $ref: referTo(target, section, context) };
  return context.sources.inherit({ ...reference, ...siblings(value, kind, rule, context) }, value);
}

// A Path Item may have fields beside its `$ref`; elsewhere 3.1 allows two and 3.0 none (3.1 §4.8.23).
function siblings(value: JsonObject, kind: ObjectKind, rule: ObjectRule, context: BundleContext): JsonObject {
  const { $ref: _, ...rest } = value;
  if (kind === 'pathItem') return bundleFields(context.sources.inherit(rest, value), kind, rule, context);
  const allowed = context.grammar.version < '3.1' ? [] : ['summary', 'description'];
  const ignored = Object.keys(rest).filter((key) => !allowed.includes(key));
  if (ignored.length > 0) {
    const at = context.sources.locate(value, ignored[0]);
    context.report.note({
      at,
      code: 'ignored-sibling',
      message: `Beside "$ref" these fields have no meaning: ${ignored.join(', ')}`,
    });
  }
  return Object.fromEntries(
    Object.entries(rest).filter(([key, field]) => allowed.includes(key) && typeof field === 'string'),
  );
}

function inlineTarget<T>(
  holder: JsonObject,
  bundle: (target: JsonValue) => T | undefined,
  context: BundleContext,
): T | undefined {
  const at = context.sources.locate(holder, '$ref');
  const target = context.resolver.resolve(String(holder.$ref), holder);
  if ('problem' in target) {
    const { code, problem, hint } = target;
    const message = `"${holder.$ref}" leads nowhere: ${problem}`;
    context.report.error({ at, code, message, ...(hint === undefined ? {} : { hint }) });
    return undefined;
  }
  if (!isObject(target.value) || context.inlining.has(target.value)) {
    context.report.error({
      at,
      code: 'cyclic-reference',
      message: `"${holder.$ref}" leads back to itself or to no object`,
    });
    return undefined;
  }
  context.report.warning({
    at,
    code: 'misplaced-reference',
    message: 'OpenAPI allows no "$ref" here',
    hint: 'What it leads to is read in its place',
  });
  context.inlining.add(target.value);
  const made = bundle(target.value);
  context.inlining.delete(target.value);
  return made;
}
