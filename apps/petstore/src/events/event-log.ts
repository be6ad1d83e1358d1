import { EventEmitter, on } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';
import { json, number, type Row, text } from '../store/row.ts';

/** What can happen, and what is told about it. */
export interface EventData {
  readonly 'pet.created': { readonly petId: number; readonly name: string };
  readonly 'pet.updated': { readonly petId: number; readonly revision: number };
  readonly 'pet.deleted': { readonly petId: number };
  readonly 'order.placed': { readonly orderId: string; readonly userId: string };
  readonly 'animal.admitted': { readonly admissionId: string; readonly type: string };
}

export type EventType = keyof EventData;

export interface StoreEvent {
  /** Grows with time. */
  readonly id: number;
  readonly type: EventType;
  readonly data: EventData[EventType];
}

/** Everything that happened, in order, for ever. */
export interface EventLog {
  /** Part of the transaction that is open, if one is. */
  record<Type extends EventType>(type: Type, data: EventData[Type]): void;
  /** Stored events with a greater id, oldest first. */
  after(id: number): readonly StoreEvent[];
  /** Stored events with a greater id, then each new one as it is recorded, until the signal aborts. */
  follow(id: number, signal: AbortSignal): AsyncGenerator<StoreEvent, void, undefined>;
}

export function createEventLog(database: DatabaseSync): EventLog {
  const insert = database.prepare('INSERT INTO events (type, data) VALUES (?, ?)');
  const select = database.prepare('SELECT id, type, data FROM events WHERE id > ? ORDER BY id');
  const recorded = new EventEmitter();
  // One listener per follower.
  recorded.setMaxListeners(0);
  const after = (id: number): readonly StoreEvent[] => select.all(id).map(readEvent);
  return {
    after,
    record(type, data) {
      insert.run(type, JSON.stringify(data));
      recorded.emit('recorded');
    },
    async *follow(id, signal) {
      if (signal.aborted) return;
      // Listening starts before the first look, so nothing is recorded unseen in between.
      const news = on(recorded, 'recorded', { signal });
      let last = id;
      try {
        do {
          for (const event of after(last)) {
            yield event;
            last = event.id;
          }
        } while (!(await news.next()).done);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        await news.return?.();
      }
    },
  };
}

function readEvent(row: Row): StoreEvent {
  // Only `record` writes this table: the type is one of ours.
  return { id: number(row, 'id'), type: text(row, 'type') as EventType, data: json(row, 'data') };
}
