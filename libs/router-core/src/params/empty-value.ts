import type { ContractSubset, JsonObject, Parameter } from '@brrt/service-model';
import { schemaParts, valueTypes } from '@brrt/service-model/value-types';
import { defaultOf, elementSchema } from './element-schema.ts';

/** What is sent for a value: itself, the empty text in its place, or nothing; `refused`: neither would be read as the same value. */
export type Sending = 'value' | 'empty text' | 'nothing' | 'refused';

type Schemas = ContractSubset['schemas'];

/**
 * An empty list, an object without properties and null are written alike: as nothing, or as the empty text (RFC 6570 §2.3). Nothing
 * is sent where the parameter may be absent and absence means no default; else the empty text, where it is read as the same value.
 * In the order null, list, object.
 */
export function describeEmptyValue(parameter: Parameter, schemas: Schemas): readonly [Sending, Sending, Sending] {
  const { schema, in: place } = parameter;
  const hasToArrive = parameter.required || place === 'path' || defaultOf(schema, schemas) !== undefined;
  const takesText = valueTypes(schema, schemas)?.has('string') ?? true;
  const empty = (isReadable: boolean): Sending => {
    if (!hasToArrive) return 'nothing';
    return isReadable ? 'empty text' : 'refused';
  };
  return [
    hasToArrive || !takesText ? 'empty text' : 'nothing',
    empty(!mayHoldEmptyText(parameter, schemas)),
    empty(!isSpread(parameter)),
  ];
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
