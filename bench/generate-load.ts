import { connect, type Socket } from 'node:net';

/** Keep-alive connections, each sending its next request when the answer to the last one is complete. */
export interface Load {
  /** Answers received so far. */
  count(): number;
  /** Answers with another status than expected, and the first of them. */
  failures(): { readonly count: number; readonly first: string | undefined };
  /** Resolves when every request has its answer; connections stay open. */
  pause(): Promise<void>;
  resume(): void;
  stop(): void;
}

export interface LoadOptions {
  readonly port: number;
  readonly messages: readonly Buffer[];
  readonly status: number;
  readonly connections: number;
}

/** Begins at once. */
export function generateLoad(options: LoadOptions): Load {
  const state: LoadState = { count: 0, failures: 0, first: undefined, next: 0, isRunning: true, waiting: [] };
  const connections = Array.from({ length: options.connections }, () => open(options, state));
  stayAwake(state);
  return {
    count: () => state.count,
    failures: () => ({ count: state.failures, first: state.first }),
    pause: async () => {
      state.isRunning = false;
      while (state.waiting.length < connections.length && state.failures === 0)
        await new Promise((resolve) => setImmediate(resolve));
    },
    resume: () => {
      state.isRunning = true;
      for (const send of state.waiting.splice(0)) send();
      stayAwake(state);
    },
    stop: () => {
      state.isRunning = false;
      for (const socket of connections) socket.destroy();
    },
  };
}

/**
 * Waking a process that sleeps costs the one that writes to it several microseconds: a fast server, which keeps its clients busy,
 * would be spared what a slower one pays. So the generator never sleeps.
 */
function stayAwake(state: { readonly isRunning: boolean }): void {
  setImmediate(() => {
    if (state.isRunning) stayAwake(state);
  });
}

interface LoadState {
  count: number;
  failures: number;
  first: string | undefined;
  next: number;
  isRunning: boolean;
  /** Connections that would send their next request. */
  readonly waiting: (() => void)[];
}

function open(options: LoadOptions, state: LoadState): Socket {
  const socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true });
  const send = (): void => {
    const message = options.messages[state.next++ % options.messages.length];
    if (message !== undefined) socket.write(message);
  };
  const expected = `HTTP/1.1 ${options.status} `;
  let pending = '';
  socket.setEncoding('latin1');
  socket.on('connect', send);
  socket.on('error', (error) => fail(state, String(error)));
  socket.on('end', () => fail(state, 'the server ended a connection'));
  socket.on('data', (chunk: string) => {
    pending = pending === '' ? chunk : pending + chunk;
    const end = endOfMessage(pending);
    if (end === -1 || pending.length < end) return;
    if (!pending.startsWith(expected)) fail(state, pending.slice(0, 400));
    pending = '';
    state.count++;
    if (state.isRunning) send();
    else state.waiting.push(send);
  });
  return socket;
}

function fail(state: LoadState, text: string): void {
  state.failures++;
  state.first ??= text;
}

// Every server under test sends Content-Length.
function endOfMessage(text: string): number {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return -1;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2))?.[1];
  return head + 4 + Number(length ?? 0);
}
