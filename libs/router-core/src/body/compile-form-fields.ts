import type { ContractSubset, JsonSchema } from '@brrt/service-model';
import { MalformedRequestError, RequestValidationError } from '../errors/request-errors.ts';
import type { Violation } from '../errors/violation.ts';
import {
  type Built,
  compileFields,
  elementSchema,
  type Fault,
  type Field,
  type QueryPair,
  type Reading,
  type ValueShape,
} from '../params/index.ts';
import { escapePointerToken } from '../schema/json-pointer.ts';
import { inexactInteger } from '../schema/wide-integers/compile-exact-integers.ts';
import { within } from './check-body.ts';
import { decodeJson } from './decode-json.ts';
import type { FormProperty } from './form-properties.ts';
import { jsonIntegers } from './json-integers.ts';
import type { JsonLimits } from './scan-json.ts';

/** Named texts → typed members. What cannot be read is added to `violations`, what can be read otherwise to `others`. */
export type FormFieldsDecoder = (pairs: readonly QueryPair[], found: FormFindings) => Map<string, unknown>;

export interface FormFindings {
  readonly violations: Violation[];
  /** Other readings of members, from the whole form down. */
  readonly others: Reading[];
}

export interface FormFieldsContext {
  readonly properties: readonly FormProperty[];
  /** Of the whole form: knows what other properties may be. */
  readonly shape: ValueShape;
  readonly contract: Pick<ContractSubset, 'schemas'>;
  readonly limits: JsonLimits;
  /** Undefined: the text cannot be decoded. */
  readonly decode: (raw: string) => string | undefined;
}

/** Fields of a form by `encoding` (OpenAPI 3.1 §4.8.15): style and explode as of a query parameter, JSON, or plain text. */
export function compileFormFields(context: FormFieldsContext): FormFieldsDecoder {
  const { properties, contract, decode } = context;
  const readings = properties.map((property) => ({
    ...context.limits,
    ...jsonIntegers(textSchema(property, contract), context),
  }));
  const decodeFields = compileFields(properties.map(toField), contract.schemas, { decode });
  return (pairs, { violations, others }) => {
    const { values, unclaimed } = decodeFields(pairs);
    const members = new Map<string, unknown>();
    for (const [index, property] of properties.entries()) {
      const built = values[index];
      const final =
        built !== undefined && property.isJson
          ? parseValues(property, built, readings[index] ?? context.limits)
          : built;
      if (final !== undefined) addBuilt(property.name, final, { members, violations, others });
    }
    for (const name of new Set(unclaimed)) {
      const raws = pairs.filter((pair) => pair.name === name).map((pair) => pair.raw);
      addBuilt(name, buildOther(name, raws, context), { members, violations, others });
    }
    return members;
  };
}

const text: JsonSchema = { type: 'string' };

function toField({ name, schema, encoding, isJson, isArray }: FormProperty): Field {
  const style = encoding?.style ?? 'form';
  const explode = encoding?.explode ?? style === 'form';
  if (!isJson) return { name, style, explode, schema };
  return { name, style: 'form', explode: true, schema: isArray ? { type: 'array', items: text } : text };
}

/** Of one JSON text: an element, or the whole array. */
function textSchema({ schema, isArray }: FormProperty, contract: Pick<ContractSubset, 'schemas'>): JsonSchema {
  return isArray ? { anyOf: [schema, elementSchema(schema, contract.schemas, 0) ?? true] } : schema;
}

/** Each value of an array is a JSON text; a client may also send the whole array as one. */
function parseValues({ isArray, holdsLists }: FormProperty, built: Built, limits: JsonLimits): Built {
  if (!('value' in built)) return built;
  const texts = Array.isArray(built.value) ? built.value : [built.value];
  try {
    const values = texts.map((value, index) =>
      decodeElement(String(value), { limits, pointer: texts.length > 1 ? `/${index}` : '' }),
    );
    const [first] = values;
    if (!isArray) return { value: first };
    if (values.length > 1 || !(first === null || Array.isArray(first))) return { value: values };
    // [[1]] is the list of one list, or the whole: the schema decides.
    const [value, other] = holdsLists ? [values, first] : [first, values];
    return { value, others: [{ at: [], value: other }] };
  } catch (error) {
    if (error instanceof MalformedRequestError) return { keyword: 'parse', detail: error.message };
    if (!(error instanceof RequestValidationError)) throw error;
    return { ...inexactInteger, pointers: error.violations.map(({ pointer }) => pointer) };
  }
}

function decodeElement(
  value: string,
  { limits, pointer }: { readonly limits: JsonLimits; readonly pointer: string },
): unknown {
  try {
    return decodeJson(Buffer.from(value), limits);
  } catch (error) {
    throw error instanceof RequestValidationError ? new RequestValidationError(within(pointer, error)) : error;
  }
}

interface FormResult extends FormFindings {
  readonly members: Map<string, unknown>;
}

function addBuilt(name: string, built: Built, { members, violations, others }: FormResult): void {
  if ('value' in built) {
    members.set(name, built.value);
    if (!('others' in built) || built.others === undefined) return;
    for (const { at, value } of built.others) others.push({ at: [name, ...at], value });
  } else {
    for (const at of built.pointers ?? ['']) violations.push(fieldViolation(name, built, at));
  }
}

/** A violation of one field. */
export function fieldViolation(
  name: string,
  { keyword, detail }: Pick<Fault, 'keyword' | 'detail'>,
  at = '',
): Violation {
  return { in: 'body', pointer: fieldPointer(name) + at, keyword, detail };
}

/** RFC 6901 */
export function fieldPointer(name: string): string {
  return `/${escapePointerToken(shownName(name))}`;
}

/** The name of an undeclared field is cut short and loses its control characters. */
export function shownName(name: string): string {
  return name.slice(0, 64).replaceAll(/\p{Cc}/gu, '?');
}

/** Undeclared names stay, for the schema to allow or refuse; brackets have a meaning only where a style gives it. */
function buildOther(name: string, raws: readonly string[], { shape, decode }: FormFieldsContext): Built {
  if (name.includes('[')) return { keyword: 'unknown', detail: 'The contract declares no nested field of this name' };
  const declared = shape.property(name);
  const values: unknown[] = [];
  for (const raw of raws) {
    const value = decode(raw);
    if (value === undefined) return { keyword: 'encoding', detail: 'Percent-encoding has to be well-formed UTF-8' };
    values.push(declared === undefined ? value : declared.coerce(value));
  }
  return { value: values.length === 1 ? values[0] : values };
}
