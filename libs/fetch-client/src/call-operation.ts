import type { CallOptions, FetchClient, FetchRequest } from './client-types.ts';
import { checkTimeout } from './create-fetch-client.ts';
import { CallFailedError, CallTimeoutError, FetchClientError } from './errors.ts';
import type { OperationRule, Resume } from './operation-rule.ts';
import { type PreparedRequest, prepareRequest } from './prepare-request.ts';
import { readAnswer } from './read-answer.ts';
import { sendOnce, sendRequest } from './send-request.ts';
import { untilAborted } from './wait.ts';

/** A generated function. */
export type Operation<Call extends FetchRequest, Answer> = (
  client: FetchClient,
  request: Call,
  options?: CallOptions,
) => Promise<Answer>;

/** A generated function whose request may be left out. */
export type OptionalOperation<Call extends FetchRequest, Answer> = (
  client: FetchClient,
  request?: Call,
  options?: CallOptions,
) => Promise<Answer>;

/** The function that calls an operation; the generator of the rule gives it its types. */
export function operation<Call extends FetchRequest, Answer>(rule: OperationRule): OptionalOperation<Call, Answer> {
  return (client, request, options) => callOperation<Answer>(client, rule, { request, options });
}

const defaultTimeoutMilliseconds = 30_000;

/**
 * Calls one operation; generated functions give it their types.
 * @throws TypeError for a value that cannot be written, the reason of the signal that ended the call, and FetchClientError
 */
export async function callOperation<Answer>(
  client: FetchClient,
  rule: OperationRule,
  {
    request = {},
    options = {},
  }: { readonly request?: FetchRequest | undefined; readonly options?: CallOptions | undefined },
): Promise<Answer> {
  const { signal } = options;
  signal?.throwIfAborted();
  const milliseconds = options.timeoutMilliseconds ?? client.options.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
  checkTimeout(milliseconds);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new CallTimeoutError(rule.name, milliseconds)), milliseconds);
  const both = signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]);
  const explain = (cause: unknown): unknown => {
    if (both.aborted) return both.reason;
    return cause instanceof FetchClientError ? cause : new CallFailedError(rule.name, { cause });
  };
  const prepare = (): Promise<PreparedRequest> => prepareRequest(client, rule, { request, call: options });
  async function send(): Promise<unknown> {
    const resume = request.resume === true ? resumption(client, prepare, { rule, signal: both }) : undefined;
    const prepared = await prepare();
    both.throwIfAborted();
    const sent = sendRequest(prepared, client.options, both);
    const response = await sent.catch((cause) => Promise.reject(explain(cause)));
    return readAnswer(response, { client, rule, explain, resume });
  }
  try {
    // Neither a credential, nor a function around `fetch`, nor the answer that it gives has to heed the signal.
    // The cast: what the contract says of the answer, and the generator of its type.
    return (await untilAborted(send(), both)) as Answer;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Each time with the credentials that there are then: a stream outlives tokens.
 * @throws TypeError for a call that cannot be sent again
 */
function resumption(
  { options }: FetchClient,
  prepare: () => Promise<PreparedRequest>,
  { rule, signal }: { readonly rule: OperationRule; readonly signal: AbortSignal },
): Resume {
  if (rule.method !== 'GET' && rule.method !== 'QUERY')
    throw new TypeError(`${rule.name} cannot be sent again: no resume`);
  return {
    operation: rule.name,
    signal,
    async send(lastEventId) {
      const { url, init } = await prepare();
      const headers = new Headers(init.headers);
      if (lastEventId !== '') headers.set('last-event-id', lastEventId);
      return sendOnce(options, new Request(url, { ...init, headers, signal }));
    },
  };
}
