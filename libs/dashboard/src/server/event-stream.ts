import type { ServerResponse } from 'node:http';
import type { DashboardEvent } from '../api/events.ts';
import { RequestError } from './request-error.ts';
import { commonHeaders } from './response-headers.ts';
import type { RouteRequest } from './route.ts';

/** Who listens to what happens. */
export interface EventStream {
  /** To everybody, within a tenth of a second. Of several with one `key` the last one is sent. */
  send(event: DashboardEvent, key?: string): void;
  /** At most once a second, as it is then. */
  sendSeldom(make: () => DashboardEvent, key: string): void;
  listen(request: RouteRequest, response: ServerResponse, first: readonly DashboardEvent[]): void;
  readonly listeners: number;
  close(): void;
}

const batchMilliseconds = 100;
const seldomMilliseconds = 1_000;
const aliveMilliseconds = 15_000;
const maximumListeners = 64;
/** Who reads slower than this comes back later, and asks for the views anew. */
const maximumUnsentOctets = 4 * 1024 * 1024;

export function createEventStream(): EventStream {
  const responses = new Set<ServerResponse>();
  const waiting = new Map<string, DashboardEvent>();
  let timer: NodeJS.Timeout | undefined;
  let sequence = 0;
  const write = (text: string): void => {
    for (const response of responses) {
      if (response.writableLength > maximumUnsentOctets) response.destroy();
      else response.write(text);
    }
  };
  const flush = (): void => {
    timer = undefined;
    const text = [...waiting.values()].map(format).join('');
    waiting.clear();
    write(text);
  };
  const planned = new Map<string, NodeJS.Timeout>();
  const send = (event: DashboardEvent, key?: string): void => {
    if (responses.size === 0) return;
    sequence += 1;
    waiting.set(key ?? String(sequence), event);
    timer ??= setTimeout(flush, batchMilliseconds);
  };
  const alive = setInterval(() => write(': alive\n\n'), aliveMilliseconds);
  alive.unref();
  return {
    send,
    sendSeldom(make, key) {
      if (responses.size === 0 || planned.has(key)) return;
      const plan = setTimeout(() => {
        planned.delete(key);
        send(make(), key);
      }, seldomMilliseconds);
      planned.set(key, plan);
    },
    listen({ message }, response, first) {
      if (responses.size >= maximumListeners) throw new RequestError(503, 'Too many pages listen');
      const headers = { ...commonHeaders, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
      response.writeHead(200, headers);
      if (message.method === 'HEAD') {
        response.end();
        return;
      }
      responses.add(response);
      response.once('close', () => responses.delete(response));
      response.write(`retry: 1000\n\n${first.map(format).join('')}`);
    },
    get listeners() {
      return responses.size;
    },
    close() {
      clearInterval(alive);
      clearTimeout(timer);
      for (const plan of planned.values()) clearTimeout(plan);
      for (const response of responses) response.destroy();
    },
  };
}

function format(event: DashboardEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
