import type { ContractSubset, Header } from '@brrt/service-model';
import { encodeHeaderValue } from '../params/index.ts';
import type { SchemaCompiler, SchemaPlace } from '../ports/schema-compiler.ts';
import { generateValue } from './generate-value.ts';

interface HeaderContext {
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
}

/** A value for a header that its style can carry: an example of the contract that is valid, else a generated one. */
export function generateHeader(header: Header, place: SchemaPlace, { contract, schemas }: HeaderContext): unknown {
  const schema = schemas.compile(place);
  const isValid = (value: unknown): boolean => schema.isValid(value) && canBeSent(header, value);
  const shown = [...header.examples, ...(header.content?.examples ?? [])].find(
    ({ value }) => value !== undefined && isValid(value),
  );
  return shown?.value ?? generateValue(place.schema, contract, { direction: place.direction, isValid });
}

function canBeSent(header: Header, value: unknown): boolean {
  try {
    encodeHeaderValue(header, value);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
