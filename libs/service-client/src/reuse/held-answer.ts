import { Readable } from 'node:stream';
import { mediaKind } from '@brrt/router-core/body';
import type { Dispatcher } from 'undici';
import type { Answer } from '../compile-answers.ts';
import { maximumBodyOctets } from '../read-body.ts';

/** An answer that is here as a whole: it can be read as often as needed. */
export interface HeldAnswer {
  readonly status: number;
  readonly headers: Answer['headers'];
  readonly octets: Buffer;
}

/** Reads an answer as far as any body may be held in memory: what is longer breaks the contract when it is decoded. */
export async function holdAnswer({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<HeldAnswer> {
  const kind = mediaKind(String(headers['content-type'] ?? ''));
  const held = { status: statusCode, headers };
  if (kind === 'events' || kind === 'sequence') {
    // A stream where the contract declares none: nothing of it would be read.
    await body.dump({ limit: 0 }).catch(() => undefined);
    return { ...held, octets: Buffer.alloc(0) };
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop early closes the connection.
    if (length > maximumBodyOctets) break;
  }
  return { ...held, octets: Buffer.concat(chunks, length) };
}

/** As though it had just arrived. */
export function replay({ status, headers, octets }: HeldAnswer): Answer {
  const body = Object.assign(Readable.from(octets.length === 0 ? [] : [octets]), { dump: async () => undefined });
  return { statusCode: status, headers, body };
}

/** One value of a header; several lines as one (RFC 9110 §5.3). */
export function headerText(headers: Answer['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : (value as string | undefined); // undici gives lines as an array
}
