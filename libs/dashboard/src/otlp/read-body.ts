import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** The request is answered with this and not decoded. */
export class BodyRefusal extends Error {
  override readonly name = 'BodyRefusal';
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** Reads a whole body; the limit counts before and after decompression. */
export async function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'identity')
    throw new BodyRefusal(415, 'The content encodings are gzip and identity');
  const sent = await collect(request, maximumBytes);
  if (encoding === 'identity' || sent.length === 0) return sent;
  try {
    return await promisify(gunzip)(sent, { maxOutputLength: maximumBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maximumBytes);
    throw new BodyRefusal(400, 'The body is no gzip', { cause });
  }
}

async function collect(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maximumBytes) throw tooLarge(maximumBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maximumBytes) {
        request.pause();
        reject(tooLarge(maximumBytes));
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new BodyRefusal(400, 'The connection ended too early')));
  });
}

function tooLarge(maximumBytes: number): BodyRefusal {
  return new BodyRefusal(413, `The body has more than ${maximumBytes} octets, before or after decompression`);
}
