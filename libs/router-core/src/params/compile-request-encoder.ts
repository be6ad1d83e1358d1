import type { ContractSubset, MediaType, Operation, Parameter } from '@brrt/service-model';
import { mediaKind } from '../body/media-kind.ts';
import {
  createRequestEncoder,
  type ParameterRule,
  type RequestEncoder,
  type RequestRule,
} from './create-request-encoder.ts';
import { describeEmptyValue } from './empty-value.ts';

export type { Given, RequestEncoder } from './create-request-encoder.ts';

/** The parts of an operation that say how a request is addressed. */
export type Addressed = Pick<Operation, 'path' | 'parameters'>;

/** What the contract decides about writing the parameters of `operation`, decided once. */
export function compileRequestEncoder(operation: Addressed, schemas: ContractSubset['schemas']): RequestEncoder {
  return createRequestEncoder(describeRequest(operation, schemas));
}

/** The same as data, for `createRequestEncoder`. */
export function describeRequest({ path, parameters }: Addressed, schemas: ContractSubset['schemas']): RequestRule {
  return { path, parameters: parameters.map((parameter) => describeParameter(parameter, schemas)) };
}

function describeParameter(parameter: Parameter, schemas: ContractSubset['schemas']): ParameterRule {
  const { name, in: place, style, explode, allowReserved, required, content } = parameter;
  return {
    name,
    in: place,
    style,
    explode,
    allowReserved,
    required,
    ...(content !== undefined && { content: kindOfContent(content) }),
    empty: describeEmptyValue(parameter, schemas),
  };
}

function kindOfContent({ mediaType }: MediaType): ParameterRule['content'] {
  const kind = mediaKind(mediaType);
  return kind === 'json' || kind === 'form' ? kind : 'text';
}
