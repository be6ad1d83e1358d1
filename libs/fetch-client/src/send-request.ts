import { parseRetryAfter } from '@brrt/router-core/portable';
import type { FetchClientOptions, RetryOptions } from './client-types.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { wait } from './wait.ts';

const gatewayFailures = new Set([502, 503, 504]);

/** Sends until there is an answer that stands: failures that may pass are repeated after a random wait (full jitter). */
export async function sendRequest(
  { url, init, isRepeatable }: PreparedRequest,
  options: FetchClientOptions,
  signal: AbortSignal,
): Promise<Response> {
  const { retry = {} } = options;
  const {
    attempts = 2,
    baseMilliseconds = 200,
    maxMilliseconds = 5_000,
  }: RetryOptions = retry === false ? { attempts: 0 } : retry;
  for (let repeated = 0; ; repeated += 1) {
    const isLast = !isRepeatable || repeated >= attempts;
    const request = new Request(url, { ...init, signal });
    let asked = 0;
    try {
      const response = await sendOnce(options, request);
      const wanted = waitBeforeNext(response);
      if (isLast || wanted === undefined || wanted > maxMilliseconds) return response;
      asked = wanted;
      await response.body?.cancel();
    } catch (error) {
      if (isLast || signal.aborted) throw error;
    }
    const longest = Math.min(maxMilliseconds, baseMilliseconds * 2 ** repeated);
    await wait(asked + Math.random() * longest, signal);
  }
}

/** By the body of the answer: a request that is collected before takes along what ends the body in Node. */
const requests = new WeakMap<ReadableStream, Request>();

/** By the client's own function, else the one that is there now. */
export async function sendOnce({ fetch: send = fetch }: FetchClientOptions, request: Request): Promise<Response> {
  const response = await send(request);
  if (response.body !== null) requests.set(response.body, request);
  return response;
}

/**
 * Milliseconds at least; undefined: the answer stands. A service that fails because of one behind it has repeated the call itself:
 * it says so, where CORS lets it.
 */
function waitBeforeNext({ status, headers }: Response): number | undefined {
  if (headers.get('x-upstream-failure') === 'true') return undefined;
  const asked = parseRetryAfter(headers.get('retry-after') ?? '', Date.now());
  return gatewayFailures.has(status) ? (asked ?? 0) : status === 429 ? asked : undefined;
}
