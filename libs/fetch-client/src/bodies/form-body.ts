import { compileFormEncoder, encodeForm } from '@brrt/router-core/portable';
import type { BodyWriter } from '../operation-rule.ts';
import { octetsOf } from './octets-of.ts';

/** An object, written as HTML forms are. */
export const formBody: BodyWriter = (body, contentType) => ({ body: octetsOf(body) ?? encodeForm(body), contentType });

type FormEncoderOf = Parameters<typeof compileFormEncoder>;

/** As `encoding` says, and lists that are required though empty. */
export function describedFormBody(media: unknown, schemas: unknown): BodyWriter {
  let encode: ((body: unknown) => string) | undefined;
  return (body, contentType) => {
    // The casts: the generator has printed them from the contract.
    encode ??= compileFormEncoder(media as FormEncoderOf[0], { schemas: schemas as FormEncoderOf[1]['schemas'] });
    return { body: octetsOf(body) ?? encode(body), contentType };
  };
}
