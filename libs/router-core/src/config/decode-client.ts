import {
  type ClientConfig,
  type ClientOperationConfig,
  type ClientTokenConfig,
  defaultResilience,
  type JwtSvidConfig,
  type PassedSchemeConfig,
  type PassThroughConfig,
  passedHttpSchemes,
  passedSchemePlaces,
  passedSchemeTypes,
  tokenGrants,
} from './client-config.ts';
import {
  type Decoder,
  flag,
  integer,
  list,
  mistake,
  object,
  oneOf,
  optional,
  record,
  required,
  text,
  withDefault,
  wrong,
} from './decode.ts';
import { secret, trustedUrl } from './decode-security.ts';
import { decodeClientTls } from './decode-tls.ts';

// Longer bodies are not held in memory in any case.
const maximumEntryBytes = 5 * 1024 * 1024;
const longestTimerMs = 2 ** 31 - 1;

const anyGrant = oneOf([...tokenGrants, 'jwt_svid']);
const tokenTimeout = withDefault(integer(1, 30_000), 2_000);

const oauthGrant = (...[node, place, decoding]: Parameters<typeof anyGrant>) => {
  const chosen = anyGrant(node, place, decoding);
  return chosen === 'jwt_svid' ? wrong(decoding, place, 'cannot come from a variable') : chosen;
};

const oauthToken: Decoder<ClientTokenConfig> = object({
  grant: withDefault(oauthGrant, 'client_credentials'),
  tokenUrl: required(trustedUrl, ''),
  clientId: required(text, ''),
  clientSecret: required(secret, ''),
  scopes: withDefault(list(text), []),
  audience: optional(text),
  timeoutMs: tokenTimeout,
});

const jwtSvid: Decoder<JwtSvidConfig> = object({
  grant: withDefault(oneOf(['jwt_svid']), 'jwt_svid'),
  audience: required(text, ''),
  timeoutMs: tokenTimeout,
});

/** Which keys there are depends on the grant. */
const clientToken: Decoder<ClientTokenConfig | JwtSvidConfig> = (place, decoding) => {
  const { node } = place;
  const named = node?.kind === 'map' ? node.entries.get('grant') : undefined;
  if (named?.kind === 'scalar' && named.value === 'jwt_svid') return jwtSvid(place, decoding);
  return oauthToken(place, decoding);
};

const { connections, maxWaiting, retry, breaker, cache, coalesce } = defaultResilience;

const clientRetry = object({
  enabled: withDefault(flag, retry.enabled),
  attempts: withDefault(integer(0, 10), retry.attempts),
  baseMs: withDefault(integer(1, 60_000), retry.baseMs),
  maxMs: withDefault(integer(1, 60_000), retry.maxMs),
  budgetPercent: withDefault(integer(0, 100), retry.budgetPercent),
});

const clientBreaker = object({
  enabled: withDefault(flag, breaker.enabled),
  failurePercent: withDefault(integer(1, 99), breaker.failurePercent),
  windowMs: withDefault(integer(1_000, 600_000), breaker.windowMs),
  minimumCalls: withDefault(integer(1), breaker.minimumCalls),
  openMs: withDefault(integer(1, 600_000), breaker.openMs),
});

const clientCache = object({
  enabled: withDefault(flag, cache.enabled),
  maxBytes: withDefault(integer(1), cache.maxBytes),
  maxEntryBytes: withDefault(integer(1, maximumEntryBytes), cache.maxEntryBytes),
});

const clientOperation: Decoder<ClientOperationConfig> = object({
  timeoutMs: optional(integer(1, longestTimerMs)),
  retry: optional(flag),
  hedgeAfterMs: optional(integer(1, longestTimerMs)),
  cache: optional(flag),
  coalesce: optional(flag),
});

const passedScheme: Decoder<PassedSchemeConfig> = object({
  type: withDefault(oneOf(passedSchemeTypes), 'apiKey'),
  in: withDefault(oneOf(passedSchemePlaces), 'header'),
  name: optional(text),
  scheme: withDefault(oneOf(passedHttpSchemes), 'bearer'),
});

const passThrough: Decoder<PassThroughConfig> = object({
  callerCredentials: withDefault(list(text), []),
  securitySchemes: record(passedScheme),
});

const clientFields = object({
  url: required(trustedUrl, ''),
  credentials: record(required(text, '')),
  tokens: record(clientToken),
  timeoutMs: withDefault(integer(1, longestTimerMs), 5_000),
  tls: decodeClientTls,
  connections: withDefault(integer(1, 65_535), connections),
  maxWaiting: withDefault(integer(0), maxWaiting),
  retry: clientRetry,
  breaker: clientBreaker,
  cache: clientCache,
  coalesce: withDefault(flag, coalesce),
  operations: record(clientOperation),
  passThrough,
});

/** `clients.<service>`. */
export const decodeClient: Decoder<ClientConfig> = (place, decoding) => {
  const config = clientFields(place, decoding);
  if (config.tls !== undefined && !config.url.startsWith('https:')) mistake(decoding, place, 'tls needs an https url');
  return { ...config, url: config.url.replace(/\/+$/, '') };
};
