import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { DashboardEvent, DashboardEventType } from '../../src/api/events.ts';

type EventOf<T extends DashboardEventType> = Extract<DashboardEvent, { readonly type: T }>;
type Listener = (event: DashboardEvent) => void;

const types: readonly DashboardEventType[] = ['hello', 'traces', 'logs', 'services', 'contract', 'mock', 'store'];
const listeners = new Map<DashboardEventType, Set<Listener>>();

/** State of the stream of live events. */
export const connection = signal<'connecting' | 'live' | 'lost'>('connecting');
/** Grows when the stream is back after a loss: what was shown may be old, ask again. */
export const reconnects = signal(0);

/** Opens the stream and keeps it open; the browser waits between its attempts, and we start anew where it gives up. */
export function connect(): void {
  const source = new EventSource('/api/events');
  source.onopen = () => {
    if (connection.value === 'lost') reconnects.value += 1;
    connection.value = 'live';
  };
  source.onerror = () => {
    connection.value = 'lost';
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(connect, 3000);
  };
  for (const type of types)
    source.addEventListener(type, ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as DashboardEvent;
      for (const listener of listeners.get(type) ?? []) listener(event);
    });
}

/** Calls `listener` with every event of `type` until what it returns is called. */
export function onEvent<T extends DashboardEventType>(type: T, listener: (event: EventOf<T>) => void): () => void {
  const all = listeners.get(type) ?? new Set();
  listeners.set(type, all);
  // The set of one type gets events of that type alone.
  all.add(listener as Listener);
  return () => all.delete(listener as Listener);
}

/** `onEvent` for as long as a component is shown. */
export function useEvents<T extends DashboardEventType>(type: T, listener: (event: EventOf<T>) => void): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => onEvent(type, (event) => latest.current(event)), [type]);
}
