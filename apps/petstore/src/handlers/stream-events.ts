import type { Context } from '../context.ts';
import type { StoreEvent } from '../events/event-log.ts';
import type { StreamEventsRequest, StreamEventsResponse } from '../generated/handlers.gen.ts';

export function streamEvents(
  { headers, query }: StreamEventsRequest,
  { dependencies, signal }: Context,
): StreamEventsResponse {
  const last = headers['Last-Event-ID'] ?? 0;
  const events = query.follow ? dependencies.events.follow(last, signal) : dependencies.events.after(last);
  return { status: 200, body: present(events) };
}

async function* present(events: Iterable<StoreEvent> | AsyncIterable<StoreEvent>) {
  for await (const { id, type, data } of events) yield { id: String(id), event: type, data: JSON.stringify(data) };
}
