import type { WebSocketChannel } from '@brrt/router-core/ports';
import {
  breachReason,
  type ChannelOwner,
  MessageChannel,
  type MessageFault,
  toConnection,
} from '@brrt/router-core/websocket';
import type { WebSocket } from 'ws';
import type { CompiledChannel } from './compile-channel.ts';
import { type FailedCall, UpstreamContractError, UpstreamUnavailableError } from './upstream-error.ts';

export interface ClientChannelParts {
  readonly names: FailedCall;
  readonly channel: CompiledChannel;
  /** Of the exchange on whose behalf it is open. */
  readonly signal: AbortSignal;
}

const pingMilliseconds = 30_000;
const maxQueuedBytes = 1_048_576;
const maxWaitingBytes = 1_048_576;

/** The client's end of a WebSocket. What breaks the contract, and a connection that is lost, are thrown to whoever reads. */
export class ClientChannel implements ChannelOwner {
  readonly #parts: ClientChannelParts;
  readonly #socket: WebSocket;
  readonly #channel: MessageChannel;
  #isAlive = true;
  /** This side has said goodbye. */
  #isClosing = false;

  constructor(socket: WebSocket, parts: ClientChannelParts) {
    const { incoming, outgoing } = parts.channel;
    this.#parts = parts;
    this.#socket = socket;
    const connection = toConnection(socket);
    const { protocol } = socket;
    this.#channel = new MessageChannel(connection, {
      protocol,
      incoming,
      outgoing,
      owner: this,
      maxQueuedBytes,
      maxWaitingBytes,
    });
    this.#listen();
  }

  get channel(): WebSocketChannel {
    return this.#channel;
  }

  refused(fault: MessageFault): void {
    const { names } = this.#parts;
    this.#finish(new UpstreamContractError({ ...names, answered: 101, breaches: fault.violations }));
    this.#socket.close(fault.code, breachReason(fault));
  }

  /** The mistake is this side's: the connection goes on. */
  misspoken(fault: MessageFault): Error {
    const { service, operation } = this.#parts.names;
    return new TypeError(`A message to ${service}.${operation} breaks its contract: ${breachReason(fault)}`);
  }

  overflowed(): void {
    this.#finish(this.#lost());
    this.#socket.terminate();
  }

  closing(code: number, reason: string): void {
    this.#finish();
    this.#socket.close(code, reason);
  }

  closedError(): Error {
    return this.#lost();
  }

  #listen(): void {
    const socket = this.#socket;
    const { signal } = this.#parts;
    const leave = (): void => this.closing(1001, '');
    const alive = (): void => {
      this.#isAlive = true;
    };
    const beating = setInterval(() => this.#beat(), pingMilliseconds).unref();
    signal.addEventListener('abort', leave, { once: true });
    socket.on('message', (data, isBinary) => {
      alive();
      // `nodebuffer` is how `ws` gives messages unless told otherwise.
      this.#channel.push(data as Buffer, isBinary);
    });
    socket.on('pong', alive).on('ping', alive);
    socket.once('close', (code, reason) => {
      clearInterval(beating);
      signal.removeEventListener('abort', leave);
      // A service that says goodbye in order leaves nothing to throw.
      const isInOrder = this.#isClosing || code === 1000 || code === 1001;
      this.#channel.end({ code, reason: reason.toString() }, isInOrder ? undefined : this.#lost());
    });
    if (signal.aborted) leave();
  }

  #beat(): void {
    if (!this.#isAlive && !this.#socket.isPaused) this.#socket.terminate();
    else {
      this.#isAlive = false;
      this.#socket.ping();
    }
  }

  #finish(failure?: Error): void {
    this.#isClosing = true;
    this.#channel.finish(failure);
  }

  #lost(): UpstreamUnavailableError {
    return new UpstreamUnavailableError(this.#parts.names);
  }
}
