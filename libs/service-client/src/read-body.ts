import { mediaKind } from '@brrt/router-core/body';
import type { SchemaViolation } from '@brrt/router-core/ports';
import { type ExactIntegers, holdsUnsafeIntegers, inexactInteger, type WideIntegers } from '@brrt/router-core/schema';
import type { Dispatcher } from 'undici';

type BodyStream = AsyncIterable<Buffer>;

/** Octets of a body that is held in memory; what is longer breaks every contract. */
export const maximumBodyOctets = 5 * 1024 * 1024;

const maximumBreaches = 20;

const tooLongBreach: SchemaViolation = {
  pointer: '',
  keyword: 'maxLength',
  detail: `The body is longer than ${maximumBodyOctets} octets`,
};

export type ReadBody = { readonly value: unknown } | { readonly breaches: readonly SchemaViolation[] };

/** How integers of JSON are read. */
export interface IntegerReading {
  readonly wide: WideIntegers | undefined;
  readonly exact: ExactIntegers | undefined;
}

/** Reads and decodes a body of a declared media type that is not sequential. */
export async function readBody(stream: BodyStream, contentType: string, integers: IntegerReading): Promise<ReadBody> {
  const kind = mediaKind(contentType);
  const octets = await readOctets(stream);
  if (octets === undefined) return { breaches: [tooLongBreach] };
  if (kind === 'binary' || kind === 'multipart') return { value: octets };
  const text = decodeText(octets, contentType);
  if (text === undefined) return breach('encoding', 'The body is not in the character encoding that it names');
  return kind === 'json' ? parseJson(text, integers) : { value: text };
}

/** @throws what `tooLong` makes, for what is not to be held in memory; the connection is closed then */
export async function* limited(
  stream: BodyStream,
  tooLong: (breach: SchemaViolation) => Error,
): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBodyOctets) throw tooLong(tooLongBreach);
    yield chunk;
  }
}

/** All of it; undefined where it is too long to be held, and the connection is closed then. */
export async function readOctets(stream: BodyStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop early destroys the stream, and with it the connection.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBodyOctets) return undefined;
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length);
}

const discardedOctets = 65_536;

/** Reads what nobody wants, so that the connection can be used again; what is long costs the connection instead. */
export async function discard({
  body,
}: {
  readonly body: Pick<Dispatcher.ResponseData['body'], 'dump'>;
}): Promise<void> {
  await body.dump({ limit: discardedOctets }).catch(() => undefined);
}

function decodeText(octets: Buffer, contentType: string): string | undefined {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}

// The error of `JSON.parse` quotes the text, so it is not kept.
function parseJson(text: string, { wide, exact }: IntegerReading): ReadBody {
  try {
    const value = wide === undefined ? JSON.parse(text) : wide.parse(text);
    const lost = exact !== undefined && holdsUnsafeIntegers(value) ? exact.find(text, maximumBreaches) : [];
    return lost.length === 0 ? { value } : { breaches: lost.map((pointer) => ({ pointer, ...inexactInteger })) };
  } catch {
    return breach('parse', 'The body is not JSON');
  }
}

function breach(keyword: string, detail: string): ReadBody {
  return { breaches: [{ pointer: '', keyword, detail }] };
}
