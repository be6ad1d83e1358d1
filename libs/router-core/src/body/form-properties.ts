import type { ContractSubset, Encoding, JsonSchema, MediaType } from '@brrt/service-model';
import { elementSchema } from '../params/element-schema.ts';
import { declaredProperties } from './declared-properties.ts';
import { mediaKind } from './media-kind.ts';
import { writtenKind } from './multipart/multipart-plan.ts';

type Contract = Pick<ContractSubset, 'schemas'>;

/** One declared property of a form or multipart body (OpenAPI 3.1 §4.8.15). */
export interface FormProperty {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly encoding: Encoding | undefined;
  /** Each value repeats the name; the property is their list. */
  readonly isArray: boolean;
  /** The elements of that list are lists themselves. */
  readonly holdsLists: boolean;
  /** Values are JSON texts: what the contract says, and the default for objects. */
  readonly isJson: boolean;
}

/** Every property of a form with what `encoding` says of it. */
export function listFormProperties(media: MediaType, contract: Contract): readonly FormProperty[] {
  return declaredProperties(media.schema, contract).map(([name, schema]) =>
    toProperty(name, schema, { media, contract }),
  );
}

interface FormContext {
  readonly media: MediaType;
  readonly contract: Contract;
}

function toProperty(name: string, schema: JsonSchema, { media, contract }: FormContext): FormProperty {
  const encoding = Object.hasOwn(media.encoding, name) ? media.encoding[name] : undefined;
  const isArray = writtenKind(schema, contract) === 'array';
  const valueKind = writtenKind(isArray ? (elementSchema(schema, contract.schemas, 0) ?? true) : schema, contract);
  const hasStyle = encoding?.style !== undefined || encoding?.explode !== undefined;
  const isStatedJson = encoding?.contentType !== undefined && mediaKind(encoding.contentType) === 'json';
  return {
    name,
    schema,
    encoding,
    isArray,
    holdsLists: isArray && valueKind === 'array',
    isJson: isStatedJson || (valueKind !== 'primitive' && !hasStyle),
  };
}
