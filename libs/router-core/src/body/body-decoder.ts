import type { ContractSubset, MediaType, Operation } from '@brrt/service-model';
import type { HttpRequest } from '../ports/http-message.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import type { EffectiveBodyLimits } from './body-limits.ts';
import type { ParsedMediaType } from './media-type.ts';

/** What a decoder of one declared media type is compiled from. */
export interface DecoderContext {
  readonly operation: Operation;
  readonly media: MediaType;
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  readonly limits: EffectiveBodyLimits;
  /** For the `Accept` of a 415. */
  readonly accepted: readonly string[];
}

/** Octets of a whole body → decoded and checked value. */
export type OctetsDecoder = (octets: Buffer, sent: ParsedMediaType) => unknown;

/** Reads a body that is present, in the declared way. Rejects with an HttpError. */
export type BodyDecoder = (request: HttpRequest, sent: ParsedMediaType) => Promise<unknown>;
