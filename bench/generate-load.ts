import { connect, type Socket } from 'node:net';

/** Keep-alive connections, each sending its next request when the answer to the last one is complete. */
export interface Load {
  /** Answers received so far. */
  count(): number;
  /** Answers with another status than expected, and the first of them. */
  failures(): { readonly count: number; readonly first: string | undefined };
  stop(): void;
}

export interface LoadOptions {
  readonly port: number;
  readonly messages: readonly Buffer[];
  readonly status: number;
  readonly connections: number;
}

export function generateLoad(options: LoadOptions): Load {
  const state = { count: 0, failures: 0, first: undefined as string | undefined, next: 0, isRunning: true };
  const sockets = Array.from({ length: options.connections }, () => open(options, state));
  stayAwake(state);
  return {
    count: () => state.count,
    failures: () => ({ count: state.failures, first: state.first }),
    stop: () => {
      state.isRunning = false;
      for (const socket of sockets) socket.destroy();
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
  socket.on('data', (chunk: string) => {
    pending = pending === '' ? chunk : pending + chunk;
    const end = endOfMessage(pending);
    if (end === -1 || pending.length < end) return;
    if (!pending.startsWith(expected)) fail(state, pending.slice(0, 400));
    pending = '';
    state.count++;
    send();
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
