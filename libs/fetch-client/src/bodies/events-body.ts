import { frameEvent, isAsyncIterable, isIterable } from '@brrt/router-core/portable';
import type { BodyWriter } from '../operation-rule.ts';
import { mapEach } from './items-body.ts';
import { streamOf } from './octets-of.ts';

/** `text/event-stream`. */
export const eventsBody: BodyWriter = (body, contentType) => {
  if (typeof body === 'string') return { body, contentType };
  if (Array.isArray(body)) return { body: body.map(frameEvent).join(''), contentType };
  if (isAsyncIterable(body) || isIterable(body)) return { body: streamOf(mapEach(body, frameEvent)), contentType };
  throw new TypeError('A body of text/event-stream has to be an iterable or async iterable of events');
};
