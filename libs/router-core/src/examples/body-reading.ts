import type { ContractSubset, MediaType, Operation } from '@brrt/service-model';
import { bodyLimitsOf } from '../body/body-limits.ts';
import { compileOctetsDecoder } from '../body/compile-decoder.ts';
import {
  bodyKind,
  type ContentSchemas,
  compileContentEncoder,
  concreteMediaType,
  isMediaRange,
  mediaKind,
  parseMediaType,
} from '../body/index.ts';
import { HttpError } from '../errors/http-error.ts';

/** Who reads a body: one media type of an operation. */
export interface BodyReceiver {
  readonly operation: Operation;
  readonly media: MediaType;
  readonly contract: ContractSubset;
  readonly schemas: ContentSchemas;
}

/** What becomes of a value that is sent as a body: it cannot be written, its receiver refuses it, or takes it for a value. */
export type BodyReading = (value: unknown) => 'unsendable' | 'refused' | { readonly value: unknown };

/**
 * Writes values as the sender's contract says and reads them by the receiver's, which may be another one. JSON, forms and
 * text; undefined for others.
 */
export function compileBodyReading(
  { operation, media, contract, schemas }: BodyReceiver,
  sender: Pick<BodyReceiver, 'media' | 'contract'>,
): BodyReading | undefined {
  const contentType = concreteMediaType(sender.media.mediaType);
  const sent = parseMediaType(contentType);
  const kind = isMediaRange(media.mediaType) ? mediaKind(contentType) : bodyKind(media, contract);
  const limits = bodyLimitsOf(operation, {});
  const context = { media, isRequired: true, contract, schemas, limits, accepted: [media.mediaType] };
  const decode = compileOctetsDecoder(kind, context);
  if (sent === undefined || decode === undefined) return undefined;
  const encode = compileContentEncoder(sender.media, sender.contract);
  return (value) => {
    const text = written(() => encode(value, contentType));
    if (typeof text !== 'string') return 'unsendable';
    try {
      return { value: decode(Buffer.from(text), sent) };
    } catch (error) {
      if (error instanceof HttpError) return 'refused';
      throw error;
    }
  };
}

function written(encode: () => unknown): unknown {
  try {
    return encode();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
