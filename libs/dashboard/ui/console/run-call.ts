import { type Signal, signal } from '@preact/signals';
import type { CallChecked, CallEvent, CallRequest, SocketMessage } from '../../src/api/console.ts';
import { ApiError } from '../api/client.ts';
import { api } from '../api/routes.ts';
import { createStreamParser, type StreamItem, type StreamParser } from './event-stream.ts';

type EventOf<Type extends CallEvent['type']> = Extract<CallEvent, { readonly type: Type }>;

/** One call, as far as it has come. */
export interface CallRun {
  readonly service: string;
  readonly request: CallRequest;
  readonly startedAt: number;
  readonly phase: 'checking' | 'waiting' | 'receiving' | 'done' | 'refused' | 'failed' | 'aborted';
  readonly checked?: CallChecked;
  readonly head?: EventOf<'head'>;
  /** What came so far, where it is text. */
  readonly text: string;
  /** Octets in base64, where it is none. */
  readonly octets: readonly string[];
  /** Octets or characters beyond what a page keeps. */
  readonly cut: number;
  /** Undefined: the answer is no stream of items. */
  readonly items?: readonly StreamItem[];
  readonly lastEventId?: string;
  readonly retry?: number;
  /** Over a WebSocket, both ways. */
  readonly messages?: readonly SocketMessage[];
  readonly closed?: EventOf<'closed'>;
  readonly end?: EventOf<'end'>;
  /** No answer, or none of the dashboard. */
  readonly failure?: { readonly title: string; readonly detail?: string | undefined };
}

export interface RunningCall {
  readonly run: Signal<CallRun>;
  readonly finished: Promise<CallRun>;
  abort(): void;
}

const MAXIMUM_TEXT = 8_000_000;
const MAXIMUM_ITEMS = 5_000;
/** Milliseconds between two renderings of what streams in. */
const PACE = 60;

/** Sends a call; `run` follows it. `before`: items that a stream begins with, as it was connected again. */
export function startCall(service: string, request: CallRequest, before: readonly StreamItem[] = []): RunningCall {
  const startedAt = Date.now();
  const run = signal<CallRun>({ service, request, startedAt, phase: 'checking', text: '', octets: [], cut: 0 });
  const abort = new AbortController();
  const collector = new CallCollector(run, before);
  return {
    run,
    finished: follow(collector, api.call(service, request, abort.signal), abort.signal),
    abort: () => abort.abort(),
  };
}

async function follow(
  collector: CallCollector,
  events: AsyncIterable<CallEvent>,
  signalOfEnd: AbortSignal,
): Promise<CallRun> {
  try {
    for await (const event of events) collector.take(event);
    collector.close();
  } catch (cause) {
    if (signalOfEnd.aborted) collector.finish({ phase: 'aborted' });
    else if (cause instanceof ApiError) collector.finish({ phase: 'failed', failure: cause });
    else collector.finish({ phase: 'failed', failure: { title: 'The answer broke off', detail: String(cause) } });
  }
  return collector.run.peek();
}

/** Puts events together, and renders now and then rather than with every octet. */
class CallCollector {
  readonly run: Signal<CallRun>;
  private next: CallRun;
  private parser: StreamParser | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly before: readonly StreamItem[];

  constructor(run: Signal<CallRun>, before: readonly StreamItem[]) {
    this.run = run;
    this.next = run.peek();
    this.before = before;
  }

  take(event: CallEvent): void {
    switch (event.type) {
      case 'checked':
        this.change({ checked: event, phase: event.sent ? 'waiting' : 'refused' });
        break;
      case 'head':
        this.takeHead(event);
        break;
      case 'chunk':
        this.takeChunk(event);
        break;
      case 'message':
        this.change({ messages: [...(this.next.messages ?? []), event].slice(-MAXIMUM_ITEMS) });
        break;
      case 'closed':
        this.finish({ phase: 'done', closed: event });
        break;
      case 'end':
        this.addItems(this.parser?.end(event.timing.total) ?? []);
        this.finish({ phase: 'done', end: event });
        break;
      case 'failed':
        this.finish({ phase: 'failed', failure: { title: 'No answer', detail: event.message } });
    }
  }

  /** The events are over. */
  close(): void {
    const { phase } = this.next;
    if (phase === 'refused' || phase === 'done' || phase === 'failed') this.finish({});
    else this.finish({ phase: 'failed', failure: { title: 'The answer broke off' } });
  }

  finish(change: Partial<CallRun>): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.next = { ...this.next, ...change };
    this.run.value = this.next;
  }

  private takeHead(event: EventOf<'head'>): void {
    const type = event.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    this.parser = createStreamParser(type);
    this.change({ head: event, phase: 'receiving', ...(this.parser && { items: this.before }) });
  }

  private takeChunk({ text, base64, at }: EventOf<'chunk'>): void {
    if (text !== undefined) {
      const room = MAXIMUM_TEXT - this.next.text.length;
      if (this.parser !== undefined) this.addItems(this.parser.feed(text, at));
      this.change({ text: this.next.text + text.slice(0, room), cut: this.next.cut + Math.max(0, text.length - room) });
    } else if (base64 !== undefined) {
      this.change({ octets: [...this.next.octets, base64] });
    }
  }

  private addItems(items: readonly StreamItem[]): void {
    if (this.parser === undefined || items.length === 0) return;
    const { lastId, retry } = this.parser;
    const offset = this.before.length === 0 ? 0 : (this.before.at(-1)?.number ?? 0);
    const numbered = items.map((item) => ({ ...item, number: item.number + offset }));
    this.change({
      items: [...(this.next.items ?? []), ...numbered].slice(-MAXIMUM_ITEMS),
      ...(lastId !== undefined && lastId !== '' && { lastEventId: lastId }),
      ...(retry !== undefined && { retry }),
    });
  }

  private change(change: Partial<CallRun>): void {
    this.next = { ...this.next, ...change };
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        this.run.value = this.next;
      },
      this.next.phase === 'receiving' ? PACE : 0,
    );
  }
}

/** It goes on. */
export function isRunning({ phase }: CallRun): boolean {
  return phase === 'checking' || phase === 'waiting' || phase === 'receiving';
}

export function contentTypeOf({ head }: CallRun): string {
  return head?.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
}
