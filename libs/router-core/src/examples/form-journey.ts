import type { ContractSubset, MediaType, Operation } from '@brrt/service-model';
import { bodyLimitsOf } from '../body/body-limits.ts';
import { requestSchemas } from '../body/content-schemas.ts';
import { compileForm } from '../body/decode-form.ts';
import { compileContentEncoder, parseMediaType } from '../body/index.ts';
import { HttpError } from '../errors/http-error.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';

/** Who reads a form: one media type of an operation. */
export interface FormReceiver {
  readonly operation: Operation;
  readonly media: MediaType;
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
}

/** What becomes of a value that is sent as a form: it cannot be written, or its receiver takes or refuses it. */
export type FormJourney = (value: unknown) => 'unsendable' | 'taken' | 'refused';

/** Writes values as the sender's contract says and reads them by the receiver's, which may be another one. */
export function compileFormJourney(
  { operation, media, contract, schemas }: FormReceiver,
  sender: Pick<FormReceiver, 'media' | 'contract'>,
): FormJourney {
  const contentType = 'application/x-www-form-urlencoded';
  const sent = parseMediaType(contentType);
  const encode = compileContentEncoder(sender.media, sender.contract);
  const decode = compileForm({
    media,
    isRequired: true,
    contract,
    schemas: requestSchemas(operation, media, schemas),
    limits: bodyLimitsOf(operation, {}),
    accepted: [media.mediaType],
  });
  return (value) => {
    const text = written(() => encode(value, contentType));
    if (sent === undefined || typeof text !== 'string') return 'unsendable';
    try {
      decode(Buffer.from(text), sent);
      return 'taken';
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
