import type { Worker } from 'node:cluster';

/** What `node:cluster` tells a worker with each connection; an answer repeats its number. */
interface HandOver {
  readonly cmd: 'NODE_CLUSTER';
  readonly act: 'newconn';
  readonly seq: number;
}

interface Handle {
  close(): void;
}

export interface Rotation {
  /** Beside this worker, and answer. */
  readonly othersServe: () => boolean;
  /** It answers nothing, and would not take a connection either. */
  readonly isSilent: () => boolean;
}

/** Until a connection that a silent worker is spared is offered to another one, which may be busy for a moment. */
const offerAgainMs = 10;

/**
 * A connection that was handed to a worker which died before it took it is forgotten by Node, and its client waits for ever. Here such
 * a worker declines it after its death, as one does that is about to end: the next one gets it, or nobody, and it is closed.
 * Nor is one handed to a worker that is known to be silent while others serve.
 * A worker tells that it takes a connection before it reads of it, so nothing is done twice. Leans on messages inside of Node: where
 * they are others, nothing is done.
 */
export function takeConnectionsBack({ process: child }: Worker, { othersServe, isSilent }: Rotation): void {
  const handedOver = new Map<unknown, Handle>();
  const { send } = child;
  const decline = (ack: unknown): void => {
    if (handedOver.has(ack)) child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: false });
  };
  Object.assign(child, {
    send(...sent: readonly unknown[]): boolean {
      const [message, handle] = sent;
      if (!isHandOver(message) || !isHandle(handle)) return Reflect.apply(send, child, sent);
      handedOver.set(message.seq, handle);
      if (isSilent() && othersServe()) {
        setTimeout(decline, offerAgainMs, message.seq);
        return true;
      }
      return Reflect.apply(send, child, sent);
    },
  });
  child.on('internalMessage', ({ ack }: { readonly ack?: unknown }) => void handedOver.delete(ack));
  let isDisconnected = false;
  child.once('disconnect', () => {
    isDisconnected = true;
  });
  // Not with `exit`: what it had said before is read by now.
  child.once('close', () => {
    // With a connection on its way Node keeps that to itself, and would go on handing over.
    if (!isDisconnected) child.emit('disconnect');
    for (const [ack, connection] of [...handedOver]) {
      if (othersServe()) decline(ack);
      else connection.close();
    }
    handedOver.clear();
  });
}

function isHandOver(message: unknown): message is HandOver {
  return typeof message === 'object' && message !== null && 'act' in message && message.act === 'newconn';
}

function isHandle(value: unknown): value is Handle {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}
