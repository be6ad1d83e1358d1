import type { IncomingMessage } from 'node:http';
import { RequestError } from './request-error.ts';

const jsonOctets = 1024 * 1024;

/**
 * A JSON object that was sent.
 * @throws RequestError
 */
export async function readJson(message: IncomingMessage, maximumOctets = jsonOctets): Promise<object> {
  const type = message.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  // Also: what a form of another page can send has none of this type.
  if (type !== 'application/json') throw new RequestError(415, 'The body has to be application/json');
  const text = await readText(message, maximumOctets);
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RequestError(400, 'The body has to be a JSON object');
  return value;
}

/** @throws RequestError with 413 beyond `maximumOctets` */
export async function readText(message: IncomingMessage, maximumOctets: number): Promise<string> {
  const tooLarge = new RequestError(413, `The body is longer than ${maximumOctets} octets`, { connection: 'close' });
  if (Number(message.headers['content-length'] ?? 0) > maximumOctets) throw tooLarge;
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    octets += chunk.length;
    if (octets > maximumOctets) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, 'The body is no JSON');
  }
}
