import { Readable } from 'node:stream';
import type { ServerSentEvent } from '../ports/handler.ts';
import { silence, withSilences } from './with-silences.ts';
import { writeJson } from './write-json.ts';

/** Proxies cut connections that are silent for long, and only who writes finds out that nobody is there any more. */
const heartbeatMilliseconds = 15_000;
/** A comment, which no client tells anybody about. */
const heartbeat = ': \n\n';

/**
 * Frames events as they come, with a comment now and then while none comes. A string passes unframed. The stream fails with a TypeError when an event cannot be
 * framed, and closes the iterable when the client goes away.
 * @throws TypeError when `body` is neither a string nor iterable
 */
export function encodeEvents(body: unknown): string | Readable {
  if (typeof body === 'string') return body;
  if (Array.isArray(body)) return body.map(frameEvent).join('');
  if (typeof body === 'object' && body !== null && (Symbol.asyncIterator in body || Symbol.iterator in body)) {
    // The line above establishes that one of the two protocols is there.
    return Readable.from(frameEach(body as AsyncIterable<unknown> | Iterable<unknown>), { objectMode: false });
  }
  throw new TypeError('A body of text/event-stream has to be an iterable or async iterable of events');
}

async function* frameEach(events: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  if (!(Symbol.asyncIterator in events)) {
    for (const event of events) yield frameEvent(event);
    return;
  }
  for await (const event of withSilences(events, heartbeatMilliseconds)) {
    yield event === silence ? heartbeat : frameEvent(event);
  }
}

/** @throws TypeError for an event without data or with line breaks where the format has no room for them */
export function frameEvent(event: unknown): string {
  if (typeof event === 'string') return frameData(event);
  if (typeof event !== 'object' || event === null) throw new TypeError('An event is a string or an object with data');
  // Every member is checked before it is used.
  const { data, event: name, id, retry } = event as Partial<ServerSentEvent>;
  if (retry !== undefined && !Number.isSafeInteger(retry)) throw new TypeError('retry of an event is a whole number');
  const head = `${field('event', name)}${field('id', id)}${field('retry', retry)}`;
  const text = typeof data === 'string' ? data : writeJson(data);
  if (text === undefined && head === '') throw new TypeError('An event needs data');
  return text === undefined ? `${head}\n` : `${head}${frameData(text)}`;
}

function frameData(text: string): string {
  return `data: ${text.split(/\r\n|\r|\n/).join('\ndata: ')}\n\n`;
}

function field(name: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  const text = String(value);
  if (/[\r\n\0]/.test(text)) throw new TypeError(`${name} of an event must not contain a line break`);
  return `${name}: ${text}\n`;
}
