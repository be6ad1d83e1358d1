import { Readable } from 'node:stream';
import type { ContractSubset, MediaType } from '@brrt/service-model';
import { PayloadTooLargeError, RequestValidationError } from '../errors/request-errors.ts';
import type { OctetStream } from '../ports/handler.ts';
import type { BodySource } from '../ports/http-message.ts';
import { resolveSchema } from '../schema/resolve-schema.ts';
import type { ParsedMediaType } from './media-type.ts';
import { readChunks } from './read-chunks.ts';

/** What a schema says of octets (OpenAPI 3.2 §4.14.3.2): how many there are. Anything else breaks the contract. */
export interface OctetLimits {
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
}

export interface UploadLimits extends OctetLimits {
  /** Octets of the whole body: more is a 413. */
  readonly maxBytes: number;
}

/** The octets of a request as they arrive, no faster than the handler reads them. Not read at all if it does not. */
export class UploadBody extends Readable implements OctetStream {
  readonly mediaType: string;
  readonly size: number | undefined;
  readonly #chunks: AsyncGenerator<Buffer>;

  constructor(mediaType: string, body: BodySource, limits: UploadLimits) {
    super();
    this.mediaType = mediaType;
    this.size = body.length;
    this.#chunks = limited(readChunks(body, limits.maxBytes), limits);
  }

  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  override _read(): void {
    this.#chunks.next().then(
      ({ done, value }) => this.push(done === true ? null : value),
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    // A chunk that is being waited for would hold this back.
    this.#chunks.return(undefined).catch(() => undefined);
    callback(error);
  }
}

export function octetLimitsOf({ schema }: MediaType, contract: Pick<ContractSubset, 'schemas'>): OctetLimits {
  const { minLength, maxLength } = resolveSchema(schema, contract);
  return {
    minLength: typeof minLength === 'number' ? minLength : undefined,
    maxLength: typeof maxLength === 'number' ? maxLength : undefined,
  };
}

/** A binary body as a stream for the handler. Of the schema only the number of octets is asked. */
export function compileUpload(
  media: MediaType,
  contract: Pick<ContractSubset, 'schemas'>,
  maxBytes: number,
): (body: BodySource, sent: ParsedMediaType) => UploadBody {
  const limits = { maxBytes, ...octetLimitsOf(media, contract) };
  return (body, sent) => {
    // Said beforehand, it need not be sent.
    if ((body.length ?? 0) > maxBytes) throw new PayloadTooLargeError(maxBytes);
    return new UploadBody(sent.text, body, limits);
  };
}

async function* limited(
  chunks: AsyncIterable<Buffer>,
  { minLength = 0, maxLength = Number.POSITIVE_INFINITY }: UploadLimits,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxLength) throw violation('maxLength', `must have at most ${maxLength} octets`);
    yield chunk;
  }
  if (size < minLength) throw violation('minLength', `must have at least ${minLength} octets`);
}

function violation(keyword: string, detail: string): RequestValidationError {
  return new RequestValidationError([{ in: 'body', pointer: '', keyword, detail }]);
}
