import { get } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import type { Address } from './check-port.ts';

const pollMilliseconds = 50;

/** The base URL under which an address is reached from this machine. */
export function localUrl({ host, port, secure = false }: Address): string {
  const scheme = secure ? 'https' : 'http';
  if (host === '0.0.0.0' || host === '::') return `${scheme}://127.0.0.1:${port}`;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Resolves to true when `/ready` answers 200, to false when `signal` aborts first. */
export async function waitUntilReady(service: Address, signal: AbortSignal): Promise<boolean> {
  const address = service.management ?? service;
  const url = `${localUrl(address)}/ready`;
  while (!signal.aborted) {
    if (await (address.secure === true ? isReadySecurely(url, signal) : isReady(url, signal))) return true;
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

// Who asks whether somebody is there need not know whom. A service that lets in certificates only is there when it says so.
function isReadySecurely(url: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const message = get(url, { signal, agent: false, rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    message.once('error', (error: NodeJS.ErrnoException) => resolve(/^ERR_SSL_.*ALERT/.test(error.code ?? '')));
  });
}
