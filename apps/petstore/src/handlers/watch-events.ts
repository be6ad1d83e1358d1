import type { Context } from '../context.ts';
import type { WatchEventsRequest, WatchEventsSocket } from '../generated/handlers.gen.ts';
import type { EventChoice } from '../generated/types.gen.ts';

export async function watchEvents(
  { query }: WatchEventsRequest,
  { dependencies, signal }: Context,
  socket: WatchEventsSocket,
): Promise<void> {
  let { events } = await nextChoice(socket);
  const hear = async (): Promise<void> => {
    for await (const choice of socket) {
      events = choice.events;
      await socket.send({ kind: 'following', events });
    }
  };
  const tell = async (): Promise<void> => {
    await socket.send({ kind: 'following', events });
    for await (const { id, event, data } of dependencies.events.follow(query.after ?? lastId(dependencies), signal)) {
      if (events.includes(event)) await socket.send({ kind: 'event', id: Number(id), event, data: JSON.parse(data) });
    }
  };
  await Promise.all([hear(), tell()]);
}

/** Nothing happens for a client before it has chosen. */
async function nextChoice(socket: WatchEventsSocket): Promise<EventChoice> {
  for await (const choice of socket) return choice;
  return { events: [] };
}

function lastId({ events }: Context['dependencies']): number {
  return events.after(0).at(-1)?.id ?? 0;
}
