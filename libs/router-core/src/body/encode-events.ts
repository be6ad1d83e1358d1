import type { ServerSentEvent } from '../ports/handler.ts';
import { type ItemFormat, ItemStream } from './sequence/item-stream.ts';
import { writeJson } from './write-json.ts';

const eventFormat: ItemFormat = {
  frame: frameEvent,
  // A comment, which no client tells anybody about.
  heartbeat: ': \n\n',
  // Without data it is no event (HTML Standard §9.2.6).
  retry: (milliseconds) => `retry: ${milliseconds}\n\n`,
  comment: (text) => `: ${text}\n\n`,
};

/**
 * Frames events as they come. A string passes unframed. The stream fails with a TypeError when an event cannot be
 * framed, and closes the iterable when the client goes away.
 * @throws TypeError when `body` is neither a string nor iterable
 */
export function encodeEvents(body: unknown): string | ItemStream {
  if (typeof body === 'string') return body;
  if (Array.isArray(body)) return body.map(frameEvent).join('');
  if (typeof body === 'object' && body !== null && (Symbol.asyncIterator in body || Symbol.iterator in body)) {
    // The line above establishes that one of the two protocols is there.
    return new ItemStream(body as AsyncIterable<unknown> | Iterable<unknown>, eventFormat);
  }
  throw new TypeError('A body of text/event-stream has to be an iterable or async iterable of events');
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
