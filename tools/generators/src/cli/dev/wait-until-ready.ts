import { setTimeout as wait } from 'node:timers/promises';
import type { Address } from './check-port.ts';

const pollMilliseconds = 50;

/** The base URL under which an address is reached from this machine. */
export function localUrl({ host, port }: Address): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Resolves to true when `/ready` answers 200, to false when `signal` aborts first. */
export async function waitUntilReady(address: Address, signal: AbortSignal): Promise<boolean> {
  const url = `${localUrl(address)}/ready`;
  while (!signal.aborted) {
    if (await isReady(url, signal)) return true;
    await wait(pollMilliseconds, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

async function isReady(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal, headers: { connection: 'close' } });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
