import type { ContractSubset, MediaType } from '@brrt/service-model';
import type { BodySource } from '../ports/http-message.ts';
import type { Awaitable } from '../ports/later.ts';
import type { EffectiveBodyLimits } from './body-limits.ts';
import type { ContentSchemas } from './content-schemas.ts';
import type { ParsedMediaType } from './media-type.ts';

/** What a decoder of one declared media type is compiled from. */
export interface DecoderContext {
  readonly media: MediaType;
  readonly isRequired: boolean;
  readonly contract: Pick<ContractSubset, 'schemas'>;
  readonly schemas: ContentSchemas;
  readonly limits: EffectiveBodyLimits;
  /** Of what goes on as it came, or is not checked: integers of JSON are the nearest numbers, whatever the schema asks for. */
  readonly mayLoseDigits?: boolean | undefined;
  /** For the `Accept` of a 415. */
  readonly accepted: readonly string[];
}

/** Octets of a whole body → decoded and checked value. */
export type OctetsDecoder = (octets: Buffer, sent: ParsedMediaType) => unknown;

/** Whatever has to go when the exchange is over: files of uploads. */
export interface Resources {
  /** Called once, in the reverse order, whether the exchange went well or not. */
  defer(release: () => unknown): void;
}

/**
 * Reads a body that is present, in the declared way. Fails with an HttpError. Not a promise where the value is a stream, which
 * is read when somebody asks.
 */
export type BodyDecoder = (body: BodySource, sent: ParsedMediaType, resources: Resources) => Awaitable<unknown>;
