import { setTimeout as wait } from 'node:timers/promises';
import { mediaKind } from '@brrt/router-core/body';
import type { ClientRequest, ClientResponse } from './client-options.ts';
import { type EncodingCall, sendCall } from './send-call.ts';
import { StreamPlace } from './stream-place.ts';
import {
  UpstreamBusyError,
  UpstreamCredentialsError,
  UpstreamOpenError,
  UpstreamTimeoutError,
  UpstreamUnavailableError,
} from './upstream-error.ts';

const firstWaitMilliseconds = 1_000;
const longestWaitMilliseconds = 30_000;
const maximumFailures = 5;
/** A stream that has lasted so long was none in vain, whatever it brought. */
const steadyMilliseconds = 10_000;

/**
 * A call whose answer is an event stream that goes on when the connection does not (HTML Standard §9.2.3). Any other answer is as that
 * of `sendCall`.
 * @throws TypeError for a call that cannot be sent again
 */
export async function sendResuming(calling: EncodingCall, request: ClientRequest): Promise<ClientResponse> {
  const { call } = calling;
  if (!call.isSafe)
    throw new TypeError(`${call.names.service}.${call.names.operation} cannot be sent again: no resume`);
  const place = new StreamPlace();
  const connect = (): Promise<ClientResponse> => sendCall({ ...calling, place }, request);
  const first = await connect();
  const items = eventsOf(first);
  return items === undefined ? first : { ...first, body: follow({ ...calling, place, connect }, items) };
}

interface Following extends EncodingCall {
  readonly place: StreamPlace;
  connect(): Promise<ClientResponse>;
}

async function* follow(following: Following, first: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  let items: AsyncIterable<unknown> | undefined = first;
  for (let failures = 0; ; ) {
    const began = performance.now();
    let failure: unknown;
    try {
      items ??= await connectAgain(following);
      if (items === undefined) return;
      for await (const item of items) {
        failures = 0;
        yield item;
      }
    } catch (error) {
      if (!mayPass(error)) throw error;
      failure = error;
    }
    items = undefined;
    failures = performance.now() - began > steadyMilliseconds ? 1 : failures + 1;
    if (failures > maximumFailures) {
      if (failure !== undefined) throw failure;
      return;
    }
    await pause(following, failures);
  }
}

/** Undefined: there will be no more (HTML Standard §9.2.3: 204). */
async function connectAgain({ connect, call }: Following): Promise<AsyncIterable<unknown> | undefined> {
  const answer = await connect();
  const items = eventsOf(answer);
  if (items !== undefined || answer.status === 204) return items;
  throw new UpstreamUnavailableError({ ...call.names, answered: answer.status });
}

async function pause({ place, exchange }: Following, failures: number): Promise<void> {
  const base = place.retryMilliseconds ?? firstWaitMilliseconds;
  // Not all clients are to come back at the same moment.
  const milliseconds = base * 2 ** (failures - 1) * (0.75 + Math.random() / 2);
  const { signal } = exchange;
  await wait(Math.min(milliseconds, longestWaitMilliseconds), undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}

function eventsOf({ status, contentType, body }: ClientResponse): AsyncIterable<unknown> | undefined {
  const isStream = status < 300 && contentType !== undefined && mediaKind(contentType) === 'events';
  // Where the contract describes all events together they are an array, and there is nothing to resume.
  return isStream && !Array.isArray(body) ? (body as AsyncIterable<unknown>) : undefined;
}

/** What may be otherwise at the next attempt. */
function mayPass(error: unknown): boolean {
  if (error instanceof UpstreamUnavailableError) {
    const { answered } = error;
    return answered === undefined || answered === 429 || answered >= 500;
  }
  return (
    error instanceof UpstreamTimeoutError ||
    error instanceof UpstreamOpenError ||
    error instanceof UpstreamBusyError ||
    (error instanceof UpstreamCredentialsError && error.status === 503)
  );
}
