import type { JsonObject, JsonValue } from '../model/json.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import { isObject } from './is-object.ts';
import { nearestName } from './nearest-name.ts';
import { typeName } from './read-scalar.ts';

/** The objects that OpenAPI puts into schemas, beside schemas themselves. */
export type AnnotationKind = 'discriminator' | 'xml' | 'externalDocs';

type FieldType = 'string' | 'boolean' | 'object' | 'nodeType';

interface AnnotationRule {
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly required?: string;
}

const rules: Readonly<Record<AnnotationKind, AnnotationRule>> = {
  discriminator: { fields: { propertyName: 'string', mapping: 'object' }, required: 'propertyName' },
  xml: { fields: { name: 'string', namespace: 'string', prefix: 'string', attribute: 'boolean', wrapped: 'boolean' } },
  externalDocs: { fields: { description: 'string', url: 'string' }, required: 'url' },
};

const added32: Readonly<Record<AnnotationKind, Readonly<Record<string, FieldType>>>> = {
  discriminator: { defaultMapping: 'string' },
  xml: { nodeType: 'nodeType' },
  externalDocs: {},
};

const nodeTypes: readonly JsonValue[] = ['element', 'attribute', 'text', 'cdata', 'none'];

/** An annotation without the fields that it cannot have (OpenAPI 3.2 §4.11, §4.25, §4.26); each is reported. */
export function checkAnnotation(
  raw: JsonValue,
  kind: AnnotationKind,
  place: Place,
  context: BundleContext,
): JsonObject | undefined {
  if (!isObject(raw)) return malformed('an object', raw, place, context);
  const { required } = rules[kind];
  const fields = context.grammar.version === '3.2' ? { ...rules[kind].fields, ...added32[kind] } : rules[kind].fields;
  const kept = Object.entries(raw).filter(([key, value]) => {
    if (key.startsWith('x-')) return true;
    const type = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (type === undefined) return reportUnknown(raw, key, { kind, known: Object.keys(fields), context });
    return isOfType(value, type) || malformed(wanted[type], value, { container: raw, key }, context) !== undefined;
  });
  if (required !== undefined && !Object.hasOwn(raw, required)) {
    const at = context.sources.locate(raw);
    context.report.warning({ at, code: 'missing-field', message: `This ${kind} has no "${required}"` });
  }
  return context.sources.inherit(Object.fromEntries(kept), raw);
}

const wanted: Readonly<Record<FieldType, string>> = {
  string: 'a string',
  boolean: 'true or false',
  object: 'an object',
  nodeType: nodeTypes.join(', '),
};

function isOfType(value: JsonValue, type: FieldType): boolean {
  if (type === 'nodeType') return nodeTypes.includes(value);
  return type === 'object' ? isObject(value) : typeof value === type;
}

interface Unknown {
  readonly kind: AnnotationKind;
  readonly known: readonly string[];
  readonly context: BundleContext;
}

function reportUnknown(holder: JsonObject, key: string, { kind, known, context }: Unknown): false {
  const near = nearestName(key, known);
  context.report.warning({
    at: context.sources.locate(holder, key),
    code: 'unknown-field',
    message: `"${key}" is no field of "${kind}" in OpenAPI ${context.grammar.version}; it is left out`,
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
  return false;
}

/** Reports a value that an annotation cannot have. */
export function malformed(what: string, raw: JsonValue, place: Place, context: BundleContext): undefined {
  const at = locate(place, context);
  const message = `"${place.key}" must be ${what}, not ${typeof raw === 'object' ? typeName(raw) : JSON.stringify(raw)}`;
  context.report.warning({ at, code: 'malformed-keyword', message, hint: 'The schema is read without it' });
  return undefined;
}
