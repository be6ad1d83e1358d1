import type { ContractSubset, Encoding, JsonObject, JsonSchema, MediaType } from '@brrt/service-model';
import { shapeOf, type ValueShape, wireKindOf } from '../params/index.ts';
import { referencedSchema } from '../schema/resolve-schema.ts';
import { mediaKind } from './media-kind.ts';

type Contract = Pick<ContractSubset, 'schemas'>;

/** One declared property of a form or multipart body (OpenAPI 3.1 §4.8.15). */
export interface FormProperty {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly shape: ValueShape;
  readonly encoding: Encoding | undefined;
  /** Each value repeats the name; the property is their list. */
  readonly isArray: boolean;
  /** Values are JSON texts: what the contract says, and the default for objects. */
  readonly isJson: boolean;
}

/** Every property of a form with what `encoding` says of it. */
export function listFormProperties(media: MediaType, contract: Contract): readonly FormProperty[] {
  return declaredProperties(media.schema, contract).map(([name, schema]) =>
    toProperty(name, schema, { media, contract }),
  );
}

/** Every property that a schema declares and what text becomes under it. */
export function listProperties(
  schema: JsonSchema | undefined,
  contract: Contract,
): readonly Pick<FormProperty, 'name' | 'schema' | 'shape'>[] {
  return declaredProperties(schema, contract).map(([name, property]) => ({
    name,
    schema: property,
    shape: shapeOf(property, contract.schemas),
  }));
}

/** Those of `allOf`, `anyOf` and `oneOf` included; one that is declared more than once may be either. */
function declaredProperties(
  schema: JsonSchema | undefined,
  contract: Contract,
): readonly (readonly [string, JsonSchema])[] {
  const properties = new Map<string, JsonSchema>();
  for (const part of partsOf(schema, contract)) {
    const declared = part.properties;
    if (typeof declared !== 'object' || declared === null || Array.isArray(declared)) continue;
    for (const [name, schema] of Object.entries(declared as Readonly<Record<string, JsonSchema>>)) {
      const known = properties.get(name);
      properties.set(name, known === undefined ? schema : { anyOf: [known, schema] });
    }
  }
  return [...properties];
}

interface FormContext {
  readonly media: MediaType;
  readonly contract: Contract;
}

function toProperty(name: string, schema: JsonSchema, { media, contract }: FormContext): FormProperty {
  const encoding = Object.hasOwn(media.encoding, name) ? media.encoding[name] : undefined;
  const shape = shapeOf(schema, contract.schemas);
  const isArray = wireKindOf(shape) === 'array';
  const valueKind = wireKindOf(isArray ? shape.items(0) : shape);
  const hasStyle = encoding?.style !== undefined || encoding?.explode !== undefined;
  const isStatedJson = encoding?.contentType !== undefined && mediaKind(encoding.contentType) === 'json';
  return {
    name,
    schema,
    shape,
    encoding,
    isArray,
    isJson: isStatedJson || (valueKind !== 'primitive' && !hasStyle),
  };
}

/** Every schema object that speaks about the value itself. */
function partsOf(schema: unknown, contract: Contract, depth = 0): readonly JsonObject[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema) || depth > 16) return [];
  const own = schema as JsonObject; // neither null nor an array
  const target = typeof own.$ref === 'string' ? referencedSchema(own.$ref, contract) : undefined;
  const others = [own.allOf, own.anyOf, own.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [own, ...[target, ...others].flatMap((part) => partsOf(part, contract, depth + 1))];
}
