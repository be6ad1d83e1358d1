import type { Context } from '../context.ts';
import { present } from '../events/event-log.ts';
import type { StreamEventsRequest, StreamEventsResponse } from '../generated/handlers.gen.ts';

export function streamEvents(
  { headers, query }: StreamEventsRequest,
  { dependencies: { events } }: Context,
): StreamEventsResponse {
  const last = headers['Last-Event-ID'] ?? 0;
  return { status: 200, body: query.follow ? events.follow(last) : events.after(last).map(present) };
}
