import type { ContractSubset, JsonObject, JsonSchema } from '@brrt/service-model';
import { partSchema, schemaParts, valueTypes } from '@brrt/service-model/value-types';
import { mayHoldEmptyText } from '../params/empty-value.ts';
import type { FormProperty } from './form-properties.ts';

interface FormContext {
  readonly schema: JsonSchema;
  readonly properties: readonly FormProperty[];
  readonly schemas: ContractSubset['schemas'];
}

/**
 * What is empty in a form is written like what is not there: as nothing. Where the schema requires a list, one empty text stands for
 * it if no element can be that; lists of JSON texts are one JSON text.
 * @throws TypeError where something that is empty and required cannot be told from something else
 */
export function compileEmptyLists({ schema, properties, schemas }: FormContext): (body: object) => object {
  const known = new Map(properties.map((property) => [property.name, property]));
  return (body) =>
    replaceMembers(body, (name, member) => {
      const property = known.get(name);
      if (property === undefined || typeof member !== 'object' || member === null) return member;
      const isDeep = property.encoding?.style === 'deepObject' && !property.isJson;
      if (isDeep && isPlain(member)) return fillDeep(member, { name, above: schema, own: property.schema, schemas });
      if (!Array.isArray(member) || member.length > 0 || !isRequired(schema, name, schemas)) return member;
      return property.isArray && property.isJson ? [member] : emptyList(property.schema, name, schemas);
    });
}

/** Deeper forms are not read. */
const deepest = 32;

interface DeepPlace {
  readonly name: string;
  readonly above: JsonSchema;
  readonly own: JsonSchema;
  readonly schemas: ContractSubset['schemas'];
}

/** Inside of `name[property]=value`. */
function fillDeep(value: object, { name, above, own, schemas }: DeepPlace, depth = 0): object {
  if (Object.keys(value).length === 0 && isRequired(above, name, schemas)) throw unsendable(name);
  if (depth > deepest) return value;
  return replaceMembers(value, (key, member) => {
    if (typeof member !== 'object' || member === null) return member;
    const inner = { name: key, above: own, own: propertySchema(own, key, schemas), schemas };
    if (isPlain(member)) return fillDeep(member, inner, depth + 1);
    const isEmpty = Array.isArray(member) && member.length === 0 && isRequired(own, key, schemas);
    return isEmpty ? emptyList(inner.own, key, schemas) : member;
  });
}

function replaceMembers(value: object, replace: (name: string, member: unknown) => unknown): object {
  let changed: Record<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    const found = replace(name, member);
    if (found === member) continue;
    changed ??= { ...value };
    Object.defineProperty(changed, name, { value: found, enumerable: true, configurable: true, writable: true });
  }
  return changed ?? value;
}

function emptyList(own: JsonSchema, name: string, schemas: FormContext['schemas']): readonly string[] {
  const isText = valueTypes(own, schemas)?.has('string') ?? true;
  if (isText || mayHoldEmptyText({ schema: own }, schemas)) throw unsendable(name);
  return [''];
}

function unsendable(name: string): TypeError {
  return new TypeError(`The field ${name} of the form cannot be sent: what is empty is written like none`);
}

function propertySchema(above: JsonSchema, name: string, schemas: FormContext['schemas']): JsonSchema {
  const found = partSchema(above, schemas, ({ properties, additionalProperties }) => {
    const declared = properties as JsonObject | undefined;
    const own = declared !== undefined && Object.hasOwn(declared, name) ? declared[name] : additionalProperties;
    // The document was checked: these are schemas.
    return own as JsonSchema | undefined;
  });
  return found ?? true;
}

function isRequired(above: JsonSchema, name: string, schemas: FormContext['schemas']): boolean {
  return schemaParts(above, schemas).some(({ required }) => Array.isArray(required) && required.includes(name));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
