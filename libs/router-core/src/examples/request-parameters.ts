import type { ContractSubset, Operation, Parameter } from '@brrt/service-model';
import type { Violation } from '../errors/violation.ts';
import { compileParams, encodeCookies, encodeHeaders, encodePath, encodeQuery } from '../params/index.ts';
import type { ParamsInput } from '../params/params.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { parameterPlace } from '../schema/schema-places.ts';
import { generateValue } from './generate-value.ts';

export interface ParameterContext {
  readonly operation: Operation;
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  readonly seed: number | undefined;
}

/**
 * A value for a parameter that its style can carry: an example of the contract that is valid, else a generated one.
 * Undefined: none was found.
 */
export function generateParameter(parameter: Parameter, context: ParameterContext): unknown {
  const { operation, contract, schemas, seed } = context;
  const place = parameterPlace(operation, parameter);
  const schema = schemas.compile(place);
  const arrives = compileJourney(parameter, context);
  const isValid = (value: unknown): boolean => schema.isValid(value) && arrives(value);
  const shown = [...parameter.examples, ...(parameter.content?.examples ?? [])].find(
    ({ value }) => value !== undefined && isValid(value),
  );
  if (shown !== undefined) return shown.value;
  return generateValue(place.schema, contract, {
    direction: 'request',
    isValid,
    ...(seed !== undefined && { seed }),
  });
}

/** Whether a value survives the way to the service. */
export function compileJourney(
  parameter: Parameter,
  context: Omit<ParameterContext, 'seed'>,
  sender: Parameter = parameter,
): (value: unknown) => boolean {
  const journey = compileReading({ ...parameter, required: true }, context, sender);
  return (value) => journey(value) !== undefined;
}

/**
 * What the service makes of a value that is written by the style of its sender, read and checked again; nothing, where that is
 * not found in it and need not be. Undefined: it is refused, or cannot be written. The sender may follow another contract.
 */
export function compileReading(
  parameter: Parameter,
  { operation, contract, schemas }: Omit<ParameterContext, 'seed'>,
  sender: Parameter = parameter,
): (value: unknown) => { readonly value: unknown } | undefined {
  const alone = (only: Parameter): Operation => ({
    ...operation,
    path: only.in === 'path' ? `/{${only.name}}` : '/',
    parameters: [only],
  });
  // Names of path parameters may differ.
  const writer = alone({ ...sender, required: true });
  const decoder = compileParams(alone(parameter), contract, schemas, { strictQuery: false });
  return (value) => {
    try {
      const violations: Violation[] = [];
      const read = decoder.decode(writeAlone(writer, sender, value), violations);
      if (violations.length > 0) return undefined;
      return { value: Object.values(read).flatMap((place) => Object.values(place))[0] };
    } catch (error) {
      // The style cannot carry the value.
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  };
}

function writeAlone(alone: Operation, parameter: Parameter, value: unknown): ParamsInput {
  const given = { [parameter.name]: value };
  const nothing: ParamsInput = { pathValues: [], query: '', headers: {}, rawHeaders: [] };
  if (parameter.in === 'path') return { ...nothing, pathValues: [encodePath(alone, given).slice(1)] };
  if (parameter.in === 'query' || parameter.in === 'querystring')
    return { ...nothing, query: encodeQuery(alone, given).slice(1) };
  const headers = parameter.in === 'header' ? encodeHeaders(alone, given) : { cookie: encodeCookies(alone, given) };
  return { ...nothing, headers, rawHeaders: Object.entries(headers).flatMap(([name, text]) => [name, text ?? '']) };
}
