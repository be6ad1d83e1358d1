import { createHook } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Counts from now on: asynchronous resources by their type (`PROMISE`, `TickObject`, `Timeout`, …), and `write` to sockets. */
export function countResources(): Readonly<Record<string, number>> {
  const resources: Record<string, number> = {};
  const count = (type: string): void => {
    resources[type] = (resources[type] ?? 0) + 1;
  };
  createHook({ init: (_id, type) => count(type) }).enable();
  subscribe('net.server.socket', (message) => {
    const { socket } = message as { readonly socket: Socket & { readonly _handle: object } };
    countCalls(Object.getPrototypeOf(socket._handle), () => count('write'));
  });
  return resources;
}

const counted = new WeakSet();

/** A handle has a method for each kind of what is written; each is one system call. */
function countCalls(prototype: Record<string, (...parts: unknown[]) => unknown>, count: () => void): void {
  if (counted.has(prototype)) return;
  counted.add(prototype);
  for (const name of ['writev', 'writeBuffer', 'writeUtf8String', 'writeLatin1String', 'writeAsciiString']) {
    const write = prototype[name];
    if (write === undefined) continue;
    prototype[name] = function (...parts: unknown[]): unknown {
      count();
      return write.apply(this, parts);
    };
  }
}
