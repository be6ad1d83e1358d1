import CachePolicy from 'http-cache-semantics';
import { type HeldAnswer, headerText } from './held-answer.ts';

/** What an answer was for: it is used again for nothing that differs in any of it. */
export interface ReusedRequest {
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
}

/** An answer that may be used again, and how long. */
export interface StoredAnswer {
  readonly held: HeldAnswer;
  readonly policy: CachePolicy;
}

/** `fresh` · `stale`: good enough while it is asked whether it still holds · `doubtful`: not before that was asked. */
export type Freshness = 'fresh' | 'stale' | 'doubtful';

// Only what answers say themselves: no guess from `Last-Modified` (RFC 9111 §4.2.2), no minimum for `immutable`.
const policyOptions = { shared: false, cacheHeuristic: 0, immutableMinTimeToLive: 0 };

// They differ with every call, so an answer that varies with them is good for one.
const perCall = new Set(['traceparent', 'tracestate', 'x-request-id', 'x-request-timeout-ms', 'x-retry-attempt', '*']);

/** Undefined: the answer may not be kept (RFC 9111 §3), or there is no way to tell how long it is good for. */
export function judgeAnswer(request: ReusedRequest, held: HeldAnswer): StoredAnswer | undefined {
  if (held.headers['set-cookie'] !== undefined || isPerCall(held)) return undefined;
  const policy = new CachePolicy(requestOf(request), responseOf(held), policyOptions);
  const isUsable = policy.maxAge() > 0 || held.headers.etag !== undefined || lastModified(held) !== undefined;
  return policy.storable() && isUsable ? { held, policy } : undefined;
}

/** Whether those who ask for the same at the same time may be given one answer. */
export function isShareable(held: HeldAnswer): boolean {
  return held.headers['set-cookie'] === undefined && !isPerCall(held) && !/\bno-store\b/.test(cacheControl(held));
}

export function freshnessOf({ policy }: StoredAnswer, request: ReusedRequest): Freshness {
  const { response, revalidation } = policy.evaluateRequest(requestOf(request));
  if (response === undefined) return 'doubtful';
  return revalidation === undefined ? 'fresh' : 'stale';
}

/** RFC 5861 §4: it may stand in for an answer that cannot be had. */
export function mayStandIn({ policy }: StoredAnswer, request: ReusedRequest): boolean {
  return policy.revalidatedPolicy(requestOf(request), { status: 503, headers: {} }).policy === policy;
}

/** Header fields that ask whether it still holds (RFC 9111 §4.3.1); names and values in turn. */
export function validators({ held }: StoredAnswer): readonly string[] {
  const etag = headerText(held.headers, 'etag');
  const modified = lastModified(held);
  return [
    ...(etag === undefined ? [] : ['if-none-match', etag]),
    ...(modified === undefined ? [] : ['if-modified-since', modified]),
  ];
}

// RFC 9111 §3.2: they speak of the message, not of the answer that is kept.
const ofMessage = ['content-length', 'content-encoding', 'content-range', 'content-type', 'transfer-encoding'];

/** With what 304 says of it (RFC 9111 §4.3.4). */
export function refresh({ held }: StoredAnswer, said: HeldAnswer['headers']): HeldAnswer {
  const news = Object.entries(said).filter(([name]) => !ofMessage.includes(name));
  // An age that it no longer has (§4.2.3).
  const { age: _, ...known } = held.headers;
  return { ...held, headers: { ...known, ...Object.fromEntries(news) } };
}

/** As a cache gives it out: with its age (RFC 9111 §5.1). */
export function aged({ held, policy }: StoredAnswer): HeldAnswer {
  return { ...held, headers: { ...held.headers, age: String(Math.round(policy.age())) } };
}

function requestOf({ target, headers }: ReusedRequest): CachePolicy.Request {
  const fields: Record<string, string> = {};
  for (let index = 0; index < headers.length; index += 2) {
    fields[String(headers[index]).toLowerCase()] = String(headers[index + 1]);
  }
  return { method: 'GET', url: target, headers: fields };
}

function responseOf(held: HeldAnswer): CachePolicy.Response {
  const headers: CachePolicy.Headers = { ...held.headers, 'cache-control': cacheControl(held) };
  for (const name of ['vary', 'expires', 'etag', 'last-modified']) headers[name] = headerText(held.headers, name);
  return { status: held.status, headers };
}

/** Directives have no case (RFC 9111 §5.2), and one that forbids stale answers rules out those that allow them (§5.2.2.2). */
function cacheControl({ headers }: HeldAnswer): string {
  const directives = (headerText(headers, 'cache-control') ?? '').toLowerCase().split(/\s*,\s*/);
  if (!directives.includes('must-revalidate')) return directives.join(', ');
  // The library asks always where this directive stands; it says to ask when the answer is stale.
  return directives.filter((directive) => !/^(?:must-revalidate|stale-)/.test(directive)).join(', ');
}

function isPerCall({ headers }: HeldAnswer): boolean {
  const vary = headerText(headers, 'vary');
  return (
    vary
      ?.toLowerCase()
      .split(/\s*,\s*/)
      .some((name) => perCall.has(name.trim())) ?? false
  );
}

function lastModified({ headers }: HeldAnswer): string | undefined {
  const text = headerText(headers, 'last-modified');
  return text === undefined || Number.isNaN(Date.parse(text)) ? undefined : text;
}
