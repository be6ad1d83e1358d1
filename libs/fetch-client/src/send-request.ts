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
    const longest = Math.min(maxMilliseconds, baseMilliseconds * 2 ** repeated);
    let milliseconds: number | undefined = Math.random() * longest;
    try {
      const response = await sendOnce(options, new Request(url, { ...init, signal }));
      if (isLast || !mayPass(response)) return response;
      milliseconds = retryAfter(response) ?? milliseconds;
      if (milliseconds > maxMilliseconds) return response;
      await response.body?.cancel();
    } catch (error) {
      if (isLast || signal.aborted) throw error;
    }
    await wait(milliseconds, signal);
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

/** A service that fails because of one behind it has repeated the call itself: it says so, where CORS lets it. */
function mayPass({ status, headers }: Response): boolean {
  if (headers.get('x-upstream-failure') === 'true') return false;
  return gatewayFailures.has(status) || (status === 429 && headers.has('retry-after'));
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function retryAfter({ headers }: Response): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
