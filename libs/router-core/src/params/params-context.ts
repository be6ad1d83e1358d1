import type { ContractSubset, Operation, Parameter } from '@brrt/service-model';
import { schemaParts } from '@brrt/service-model/value-types';
import { compileDefaults } from '../body/compile-defaults.ts';
import type { Violation } from '../errors/violation.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { exactDefault } from '../schema/keywords/exact-numbers.ts';
import { parameterPlace } from '../schema/schema-places.ts';
import { compileWideIntegers } from '../schema/wide-integers/compile-wide-integers.ts';
import { compileReader, type TextReader } from './build-value.ts';
import type { DecodeText } from './built.ts';
import type { ValueCheck } from './check-value.ts';
import { compileContent } from './compile-content.ts';
import type { ParamsInput } from './params.ts';
import { isAnyText, shapeOf } from './value-shape.ts';

export interface ParamsOptions {
  /** Refuses query parameters that the contract does not declare. */
  readonly strictQuery: boolean;
}

/** What every location's compile step is given. */
export interface ParamsContext {
  readonly operation: Operation;
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  readonly options: ParamsOptions;
}

/** Reads the parameters of one location; undefined: the operation has none there. */
export type LocationDecoder = (input: ParamsInput, violations: Violation[]) => Readonly<Record<string, unknown>>;

/** What is left to do with a decoded value of this parameter. */
export function compileCheck({ operation, contract, schemas }: ParamsContext, parameter: Parameter): ValueCheck {
  const declared = parameter.content?.schema ?? parameter.schema;
  const wide = compileWideIntegers(declared, contract);
  const defaultValue = schemaParts(declared, contract.schemas, ['allOf'])
    .map(exactDefault)
    .find((value) => value !== undefined);
  const isText = parameter.content === undefined && shapeOf(declared, contract.schemas).kind === 'primitive';
  return {
    parameter,
    schema: schemas.compile(parameterPlace(operation, parameter)),
    isProven: parameter.content === undefined && isAnyText(declared, contract.schemas),
    fillDefaults: isText ? undefined : compileDefaults(declared, contract.schemas),
    defaultValue: wide === undefined ? defaultValue : wide.convert(defaultValue),
  };
}

/** One value that stands in one piece of text: a path segment, a header or a cookie. */
export function compileText(
  { contract }: ParamsContext,
  { content, name, in: place, style, explode, schema }: Parameter,
  decode: DecodeText,
): TextReader {
  if (content !== undefined) return compileContent(content, contract.schemas, decode);
  const shape = shapeOf(schema, contract.schemas);
  return compileReader({ name, style, explode, shape, decode, isHeader: place === 'header' });
}

/** Names of API keys: they are declared by their security schemes. */
export function credentialNames(
  { operation, contract }: Pick<ParamsContext, 'operation' | 'contract'>,
  place: 'query' | 'cookie',
): ReadonlySet<string> {
  const schemes = operation.security.flat().map(({ scheme }) => contract.securitySchemes[scheme]);
  return new Set(
    schemes.flatMap((scheme) => (scheme?.type === 'apiKey' && scheme.in === place ? [scheme.parameterName] : [])),
  );
}
