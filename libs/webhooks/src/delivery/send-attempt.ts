import { parseRetryAfter } from '@brrt/router-core/ports';
import { parseWebhookKey, signWebhook, type WebhookKey, webhookHeaders } from '@brrt/router-core/webhooks';
import { Agent, type Dispatcher } from 'undici';
import type { ClaimedDelivery, EndpointSecret } from '../outbox/webhook-store.ts';
import { TargetRefusedError } from '../target-refused-error.ts';
import { checkTarget, guardedLookup, type TargetRules } from './target-rules.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  /** Undefined: it does not say. */
  readonly retryAfterMs: number | undefined;
  /** The beginning of its body. */
  readonly text: string;
}

export interface Sending {
  readonly rules: TargetRules;
  readonly agent: Dispatcher;
  readonly timeoutMs: number;
  /** Of the whole process, when it has to end. */
  readonly signal: AbortSignal;
  readonly traceparent: string | undefined;
  readonly now: number;
}

/** What is read of an answer, and what is remembered of it. */
const readOctets = 4_096;
const keptCharacters = 200;

/** Connections of their own, to addresses that were checked. Redirections are not followed. */
export function createTargetAgent(rules: TargetRules, timeoutMs: number): Agent {
  return new Agent({
    connect: { lookup: guardedLookup(rules), timeout: timeoutMs },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/**
 * Sends a delivery once, signed for now.
 * @throws TargetRefusedError where it must not go
 * @throws whatever stopped it on the way
 */
export async function sendAttempt(delivery: ClaimedDelivery, sending: Sending): Promise<Answer> {
  const { endpoint, id, body } = delivery;
  const target = checkTarget(endpoint.url, sending.rules);
  const timestamp = String(Math.floor(sending.now / 1_000));
  const signature = signWebhook({ id, timestamp, payload: body ?? '' }, keysOf(endpoint.secrets, sending.now));
  const headers = [
    ...delivery.headers,
    ...['user-agent', 'brrt-webhooks', 'accept-encoding', 'identity'],
    ...[webhookHeaders.id, id, webhookHeaders.timestamp, timestamp, webhookHeaders.signature, signature],
    ...(sending.traceparent === undefined ? [] : ['traceparent', sending.traceparent]),
  ];
  const answer = await sending.agent.request({
    origin: target.origin,
    path: withQuery(target, delivery.query),
    // The cast: undici lists the registered methods, and sends any.
    method: delivery.method as Dispatcher.HttpMethod,
    headers,
    body,
    signal: AbortSignal.any([sending.signal, AbortSignal.timeout(sending.timeoutMs)]),
  });
  const text = await readBeginning(answer.body);
  const retryAfterMs = parseRetryAfter(String(answer.headers['retry-after'] ?? ''), sending.now);
  return { status: answer.statusCode, retryAfterMs, text };
}

/** Why an attempt came to nothing, in words that say nothing of what was sent. */
export function describeFailure(error: unknown, timeoutMs: number): string {
  if (error instanceof TargetRefusedError) return `refused: ${error.message}`;
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'TimeoutError') return `no complete answer within ${timeoutMs} ms`;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** A refusal of the look-up arrives as the error of a connection, or as its cause. */
export function refusalOf(error: unknown): TargetRefusedError | undefined {
  if (error instanceof TargetRefusedError) return error;
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError) return error.errors.map(refusalOf).find((each) => each !== undefined);
  return error.cause === undefined ? undefined : refusalOf(error.cause);
}

function keysOf(secrets: readonly EndpointSecret[], now: number): readonly WebhookKey[] {
  return secrets
    .filter(({ until }) => until === undefined || until > now)
    .flatMap(({ key }) => parseWebhookKey(key) ?? []);
}

function withQuery({ pathname, search }: URL, query: string): string {
  if (query === '') return pathname + search;
  return search === '' ? pathname + query : `${pathname}${search}&${query.slice(1)}`;
}

/** Enough to tell what is wrong over there; the rest is not wanted. */
async function readBeginning(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    octets += chunk.length;
    if (octets >= readOctets) break;
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, keptCharacters);
}
