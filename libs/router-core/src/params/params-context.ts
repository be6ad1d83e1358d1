import type { ContractSubset, Operation, Parameter } from '@brrt/service-model';
import type { Violation } from '../errors/violation.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { parameterPlace } from '../schema/schema-places.ts';
import { type Built, buildValue, wireKindOf } from './build-value.ts';
import type { ValueCheck } from './check-value.ts';
import { buildContent } from './content-parameter.ts';
import type { ParamsInput } from './params.ts';
import { splitValue } from './split-value.ts';
import { defaultOf, isAnyText, shapeOf } from './value-shape.ts';

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
  return {
    parameter,
    schema: schemas.compile(parameterPlace(operation, parameter)),
    isProven: parameter.content === undefined && isAnyText(declared, contract.schemas),
    defaultValue: defaultOf(declared, contract.schemas),
  };
}

/** One value that stands in one piece of text: a path segment or a header. */
export function compileText(
  { contract }: ParamsContext,
  parameter: Parameter,
  decode: (raw: string) => string | undefined,
): (raw: string) => Built {
  const { content } = parameter;
  if (content !== undefined) return (raw) => buildContent(content, raw, decode);
  const shape = shapeOf(parameter.schema, contract.schemas);
  const rule = { name: parameter.name, style: parameter.style, explode: parameter.explode, kind: wireKindOf(shape) };
  return (raw) => buildValue(splitValue(raw, rule), shape, decode);
}
