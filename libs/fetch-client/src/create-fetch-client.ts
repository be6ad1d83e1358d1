import type { FetchClient, FetchClientOptions } from './client-types.ts';

/**
 * What generated functions call a service with: `await getPet(client, { path: { id } })`.
 * @throws TypeError for a base URL or timeout that cannot be used
 */
export function createFetchClient(options: FetchClientOptions): FetchClient {
  const { baseUrl, timeoutMilliseconds = 1 } = options;
  checkTimeout(timeoutMilliseconds);
  // 'http://ada@pets.example.com', and 'localhost:8080', where `localhost` is the scheme
  if (/[?#]/.test(baseUrl) || /^[a-z][a-z0-9+.-]*:(?:\/\/[^/]*@|(?!\/\/))/i.test(baseUrl)) {
    throw new TypeError('The base URL has scheme, host, port and path at most');
  }
  return { options: { ...options, baseUrl: baseUrl.replace(/\/+$/, '') } };
}

/** @throws TypeError for one that no timer can have */
export function checkTimeout(milliseconds: number): void {
  if (!(milliseconds >= 1 && milliseconds < 2 ** 31)) throw new TypeError('A timeout is from 1 ms to 2^31 - 1 ms');
}
