/** For one connection alone (RFC 9110 §7.6.1), with those that once were. */
const hopByHop: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'],
]);

/** Names that `Connection` gives, in lower case: those are for one connection too. */
export function connectionNames(value: string | readonly string[] | undefined): ReadonlySet<string> {
  const text = typeof value === 'object' ? value.join(',') : (value ?? '');
  return new Set(
    text
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
}

/** `name` in lower case. */
export function isHopByHop(name: string): boolean {
  return hopByHop.has(name) || name.startsWith('proxy-');
}

/** Of a request: what this service says itself or must not let anybody else say. */
const ownRequestFields: ReadonlySet<string> = new Set([
  // Written anew for the next connection.
  ...['host', 'content-length', 'expect', 'max-forwards', 'via', 'forwarded'],
  // What is known of the way and of the client, which only proxies that are trusted may say.
  ...['x-real-ip', 'true-client-ip', 'client-cert', 'client-cert-chain'],
  // Of the exchange.
  ...['traceparent', 'tracestate', 'baggage', 'x-request-id', 'x-request-timeout-ms', 'x-retry-attempt'],
  // Answered here.
  ...['origin', 'access-control-request-method', 'access-control-request-headers'],
  // Some servers take the method or the target from them, which have been checked.
  ...['x-http-method', 'x-http-method-override', 'x-method-override', 'x-original-url', 'x-rewrite-url'],
]);

/** `name` in lower case. Some servers read an underscore as a hyphen. */
export function isOwnRequestField(name: string): boolean {
  const plain = name.replaceAll('_', '-');
  return ownRequestFields.has(plain) || plain.startsWith('x-forwarded-') || isHopByHop(plain);
}

/** Of an answer: what this service says itself, and what tells of the one behind it. */
const ownResponseFields: ReadonlySet<string> = new Set(['content-length', 'x-request-id']);

/** The same, unless the contract declares them. */
const innerResponseFields: ReadonlySet<string> = new Set([
  ...['server', 'x-powered-by', 'via', 'alt-svc', 'strict-transport-security'],
  ...['traceparent', 'tracestate', 'traceresponse', 'server-timing', 'x-upstream-failure'],
  // Quotas of this service at the other one.
  ...['ratelimit', 'ratelimit-policy', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
  // For the origin of this service, whose cookies and pages another one has no say in.
  ...['set-cookie', 'clear-site-data', 'content-security-policy', 'content-security-policy-report-only'],
  ...['www-authenticate'],
]);

/** Whether a field of an answer goes on to the client; `name` in lower case, `declared` those of the contract. */
export function passesResponseField(name: string, declared: ReadonlySet<string>): boolean {
  if (isHopByHop(name) || ownResponseFields.has(name) || name.startsWith('access-control-')) return false;
  if (declared.has(name)) return true;
  return !innerResponseFields.has(name) && !name.startsWith('x-ratelimit-');
}
