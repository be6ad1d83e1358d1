import type { ServerExchange } from './server-exchange.ts';

/** Rejects with the reason of the exchange's signal when that comes first. */
export function withDeadline<Value>({ signal }: ServerExchange, result: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    result.then(resolve, reject);
  });
}
