import { frameEvent } from './frame-event.ts';
import { type ItemFormat, ItemStream } from './sequence/item-stream.ts';

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
