import type { ContractSubset, JsonObject, Parameter } from '@brrt/service-model';
import { schemaParts, valueTypes } from '@brrt/service-model/value-types';
import { defaultOf, elementSchema } from './value-shape.ts';

/** What is sent for a value: itself, the empty text in its place, or nothing. */
export type Sending = 'value' | 'empty text' | 'nothing';

type Schemas = ContractSubset['schemas'];

/**
 * An empty list, an object without properties and null are written alike: as nothing, or as the empty text (RFC 6570 §2.3). Nothing
 * is sent where the parameter may be absent and absence means no default; else the empty text, where it is read as the same value.
 * The function that is returned throws TypeError where neither says it.
 */
export function compileEmptyValue(parameter: Parameter, schemas: Schemas): (value: unknown) => Sending {
  if (parameter.content !== undefined) return () => 'value';
  const { name, schema, in: place } = parameter;
  const hasToArrive = parameter.required || place === 'path' || defaultOf(schema, schemas) !== undefined;
  const takesText = valueTypes(schema, schemas)?.has('string') ?? true;
  const readable = { list: !mayHoldEmptyText(parameter, schemas), object: !isSpread(parameter) };
  const sendEmpty = (isReadable: boolean, what: string): Sending => {
    if (!hasToArrive) return 'nothing';
    if (isReadable) return 'empty text';
    throw new TypeError(`Parameter ${name} in ${place} cannot be sent: ${what} is written like none`);
  };
  return (value) => {
    if (value === null) return hasToArrive || !takesText ? 'empty text' : 'nothing';
    if (typeof value !== 'object') return 'value';
    if (Array.isArray(value)) return value.length > 0 ? 'value' : sendEmpty(readable.list, 'an empty list');
    return Object.keys(value).length > 0 || 'toJSON' in value
      ? 'value'
      : sendEmpty(readable.object, 'an object without properties');
  };
}

/** An element may be written as the empty text: one such element and no element are written alike. */
export function mayHoldEmptyText({ schema }: Pick<Parameter, 'schema'>, schemas: Schemas): boolean {
  const items = elementSchema(schema, schemas, 0) ?? true;
  const types = valueTypes(items, schemas);
  if (types !== undefined && !types.has('string') && !types.has('null')) return false;
  return !schemaParts(items, schemas, ['allOf']).some(refusesEmptyText);
}

function refusesEmptyText({ minLength, enum: values, const: value }: JsonObject): boolean {
  if (typeof minLength === 'number' && minLength > 0) return true;
  if (Array.isArray(values)) return !values.includes('');
  return value !== undefined && value !== '';
}

/** Properties stand beside other parameters, under their own names. */
function isSpread({ style, explode }: Parameter): boolean {
  return style === 'deepObject' || ((style === 'form' || style === 'cookie') && explode);
}
