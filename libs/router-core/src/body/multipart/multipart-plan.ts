import type { ContractSubset, Encoding, JsonSchema } from '@brrt/service-model';
import { isWrittenAsText, valueTypes } from '@brrt/service-model/value-types';
import { parseMediaType } from '../media-type.ts';

/** What a contract says of the parts of a body, or of a part that has parts itself; a MediaType of the model fits. */
export interface PartsDescription {
  readonly mediaType: string;
  readonly schema?: JsonSchema;
  readonly itemSchema?: JsonSchema;
  readonly encoding?: Readonly<Record<string, Encoding>>;
  readonly prefixEncoding?: readonly Encoding[];
  readonly itemEncoding?: Encoding;
}

/**
 * How parts become a value (OpenAPI 3.2 §4.14.5): members of an object by their names, an array by their order, items that are
 * handed on as they arrive, or octets, where the contract says nothing of the parts.
 */
export type MultipartPlan = 'named' | 'positional' | 'items' | 'octets';

export function multipartPlan(parts: PartsDescription, contract: Pick<ContractSubset, 'schemas'>): MultipartPlan {
  const { schema, itemSchema, prefixEncoding, itemEncoding } = parts;
  if (itemSchema !== undefined) return schema === undefined ? 'items' : 'positional';
  if (prefixEncoding !== undefined || itemEncoding !== undefined) return 'positional';
  const kind = schema === undefined ? 'primitive' : writtenKind(schema, contract);
  if (kind === 'array') return 'positional';
  return kind === 'object' || isFormData(parts.mediaType) ? 'named' : 'octets';
}

/** How a value is written: as one text, unless the schema takes only arrays or objects. */
export function writtenKind(
  schema: JsonSchema,
  { schemas }: Pick<ContractSubset, 'schemas'>,
): 'primitive' | 'array' | 'object' {
  const types = valueTypes(schema, schemas);
  if (types === undefined || isWrittenAsText(types)) return 'primitive';
  return types.has('array') ? 'array' : 'object';
}

/** Parts of `multipart/form-data` have names; those of other types need not. */
export function isFormData(mediaType: string): boolean {
  return parseMediaType(mediaType)?.essence === 'multipart/form-data';
}
