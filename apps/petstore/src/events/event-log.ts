import type { DatabaseSync } from 'node:sqlite';
import { createChannel } from '@brrt/router-core';
import type { StreamedEvent } from '../generated/types.gen.ts';
import { json, number, type Row, text } from '../store/row.ts';
import { transaction } from '../store/transaction.ts';
import type { Subscriptions } from './subscriptions.ts';

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
  /** The same as they are streamed, then each new one when its transaction is over. An id that this store never gave out misses all. */
  follow(id: number, signal?: AbortSignal): AsyncIterable<StreamedEvent>;
  /** Ends what follows. */
  close(): void;
}

export function createEventLog(database: DatabaseSync, { announce }: Pick<Subscriptions, 'announce'>): EventLog {
  const insert = database.prepare('INSERT INTO events (type, data) VALUES (?, ?)');
  const select = database.prepare('SELECT id, type, data FROM events WHERE id > ? ORDER BY id');
  // Each worker reads the table itself: the order of events is that of their ids.
  const channel = createChannel<StreamedEvent>({ perWorker: true });
  const news = createChannel<number>({ name: 'events recorded' });
  const after = (id: number): readonly StoreEvent[] => select.all(id).map(readEvent);
  let published = after(0).at(-1)?.id ?? 0;
  let isClosed = false;
  /** True: there was something new. */
  const publishNew = (): boolean => {
    if (isClosed) return false;
    const events = after(published);
    for (const event of events) channel.publish(present(event));
    published = events.at(-1)?.id ?? published;
    return events.length > 0;
  };
  void (async () => {
    for await (const _ of news.subscribe()) publishNew();
  })();
  return {
    after,
    record(type, data) {
      transaction(database, () => {
        insert.run(type, JSON.stringify(data));
        announce(type, data);
      });
      // When the transaction is over, for it may be undone.
      queueMicrotask(() => {
        if (publishNew()) news.publish(published);
      });
    },
    follow(id, signal) {
      publishNew();
      const older = (): readonly StreamedEvent[] => after(id > published ? 0 : id).map(present);
      return channel.subscribe({ after: String(id), older, ...(signal && { signal }) });
    },
    close() {
      isClosed = true;
      channel.close();
      news.close();
    },
  };
}

/** As the contract has it. */
export function present({ id, type, data }: StoreEvent): StreamedEvent {
  return { id: String(id), event: type, data: JSON.stringify(data) };
}

function readEvent(row: Row): StoreEvent {
  // Only `record` writes this table: the type is one of ours.
  return { id: number(row, 'id'), type: text(row, 'type') as EventType, data: json(row, 'data') };
}
