import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { defaultBodyLimits } from '../body/body-limits.ts';
import { contentCodings } from '../coding/content-coding.ts';
import { type DocsViewer, docsViewers } from '../docs/viewer-files.ts';
import {
  checkedText,
  type Decoder,
  flag,
  integer,
  list,
  mistake,
  object,
  oneOf,
  optional,
  type Place,
  type Reader,
  record,
  required,
  text,
  withDefault,
  wrong,
} from './decode.ts';
import { decodeClient } from './decode-client.ts';
import { decodeSecurity } from './decode-security.ts';
import { decodeTls } from './decode-tls.ts';
import { writableFolder } from './file-path.ts';
import { forwardedHeaders } from './http-config.ts';
import type { RateLimitStoreConfig } from './rate-limit-config.ts';
import { type CorsConfig, healthDetails, logLevels } from './service-config.ts';
import { decodeWebhooks } from './webhook-config.ts';
import { workers } from './workers-config.ts';

const longestTimerMs = 2 ** 31 - 1;

// RFC 9110 §5.6.2
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

// https://www.w3.org/TR/referrer-policy/#referrer-policies
const referrerPolicies = [
  'no-referrer',
  'same-origin',
  'strict-origin',
  'strict-origin-when-cross-origin',
  'origin',
  'origin-when-cross-origin',
  'no-referrer-when-downgrade',
] as const;

const network = checkedText((value, place, decoding) => {
  const [address = '', prefix, ...more] = value.split('/');
  const family = isIP(address);
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
  if (family !== 0 && isPrefix && more.length === 0) return value;
  return wrong(decoding, place, 'has to be an address or a network', 'such as 10.0.0.0/8 or fd00::/8');
});

const externalUrl = checkedText((value, place, decoding) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isPlain = url !== undefined && url.username + url.password + url.search + url.hash === '';
  if (isPlain && /^https?:$/.test(url.protocol)) return value.replace(/\/+$/, '');
  return wrong(decoding, place, 'has to be an http or https URL without user, query and fragment');
});

const multipart = object({
  maxParts: withDefault(integer(1), defaultBodyLimits.maxParts),
  maxFileBytes: optional(integer(0)),
  maxFieldBytes: withDefault(integer(0), defaultBodyLimits.maxFieldBytes),
  maxPartHeaderBytes: withDefault(integer(1), defaultBodyLimits.maxPartHeaderBytes),
  maxNameBytes: withDefault(integer(1), defaultBodyLimits.maxFieldNameBytes),
  memoryBytes: withDefault(integer(0), defaultBodyLimits.spoolBytes),
  directory: optional(writableFolder),
});

const streams = object({
  heartbeatMs: withDefault(integer(0, longestTimerMs), 15_000),
  maxDurationMs: withDefault(integer(0, longestTimerMs), 0),
  maxOpen: withDefault(integer(0), 5_000),
  operations: record(required(integer(0), 0)),
});

const websocket = object({
  maxMessageBytes: withDefault(integer(1, 2 ** 30), 65_536),
  maxConnections: withDefault(integer(1), 10_000),
  maxWaitingBytes: withDefault(integer(1), 1_048_576),
  pingIntervalMs: withDefault(integer(0, longestTimerMs), 30_000),
  idleTimeoutMs: withDefault(integer(0, longestTimerMs), 0),
  compression: withDefault(flag, false),
});

const http = object({
  workers: withDefault(workers, 1),
  workerTimeoutMs: withDefault(integer(0, longestTimerMs), 30_000),
  workerStartTimeoutMs: withDefault(integer(0, longestTimerMs), 60_000),
  keepAlive: withDefault(flag, true),
  timeoutSecs: withDefault(integer(1, 3_600), 5),
  maxRequests: withDefault(integer(0), 10_000),
  handlerDeadlineMs: withDefault(integer(0, longestTimerMs), 30_000),
  headersTimeoutMs: withDefault(integer(1, longestTimerMs), 10_000),
  requestTimeoutMs: withDefault(integer(0, longestTimerMs), 30_000),
  sendTimeoutMs: withDefault(integer(0, longestTimerMs), 30_000),
  streams,
  maxBodyBytes: withDefault(integer(0), 1_048_576),
  contentEncodings: withDefault(list(oneOf(contentCodings)), []),
  multipart,
  websocket,
  maxTargetOctets: withDefault(integer(1), 8_192),
  maxHeaderBytes: withDefault(integer(1_024, 1_048_576), 16_384),
  // Node keeps no more than 2,000.
  maxHeaders: withDefault(integer(1, 2_000), 100),
  maxConnections: optional(integer(1)),
  maxActiveRequests: optional(integer(1)),
  maxEventLoopDelayMs: withDefault(integer(0, 60_000), 100),
  adaptiveConcurrency: withDefault(flag, true),
  externalUrl: optional(externalUrl),
  trustedProxies: withDefault(list(network), []),
  securityHeaders: object({
    enabled: withDefault(flag, true),
    referrerPolicy: withDefault(oneOf(referrerPolicies), 'no-referrer'),
    crossOriginResourcePolicy: withDefault(oneOf(['same-origin', 'same-site', 'cross-origin']), 'same-origin'),
    hstsMaxAgeSecs: optional(integer(0)),
  }),
  forwardedHeader: withDefault(oneOf(forwardedHeaders), 'x-forwarded-for'),
  strictQuery: withDefault(flag, false),
  validateResponses: withDefault(flag, true),
  problemBase: withDefault(text, 'urn:brrt:problem:'),
  drainDelayMs: withDefault(integer(0, longestTimerMs), 0),
  drainTimeoutMs: withDefault(integer(0, longestTimerMs), 10_000),
});

const httpName = checkedText((value, place, decoding) =>
  token.test(value) ? value : wrong(decoding, place, 'has to be a name without spaces (RFC 9110 §5.6.2)'),
);

const origin = checkedText((value, place, decoding) => {
  const serialised = URL.canParse(value) ? new URL(value).origin : 'null';
  if (value === '*' || (serialised === value && value !== 'null')) return value;
  const hint = serialised === 'null' ? 'such as https://app.example.com' : `write ${serialised}`;
  return wrong(decoding, place, 'has to be an origin: scheme, host and port, nothing after', hint);
});

const corsFields = object({
  origins: withDefault(list(origin), []),
  allowedHeaders: withDefault(list(httpName), ['Content-Type', 'Authorization']),
  allowedMethods: optional(list(httpName)),
  allowCredentials: withDefault(flag, false),
  exposeHeaders: withDefault(list(httpName), []),
  maxAge: optional(integer(0, 86_400)),
});

const cors: Decoder<CorsConfig> = (place, decoding) => {
  const config = corsFields(place, decoding);
  if (!config.origins.includes('*')) return config;
  const at = { ...place, path: `${place.path}.origins` };
  if (config.allowCredentials) mistake(decoding, at, "'*' cannot be used with allow_credentials", 'list the origins');
  else if (config.origins.length > 1) mistake(decoding, at, "'*' already allows every origin", 'remove the others');
  return config;
};

const storeUrl = checkedText((value, place, decoding) => {
  const url = value.replace(/^valkey/, 'redis');
  if (/^rediss?:\/\//.test(url) && URL.canParse(url)) return url;
  return wrong(decoding, place, 'has to be the address of a Redis or Valkey server', 'such as redis://cache:6379');
});

const rateLimitStoreFields = object({
  url: required(storeUrl, ''),
  prefix: withDefault(text, 'brrt:rate:'),
  timeoutMs: withDefault(integer(1, 10_000), 100),
  onFailure: withDefault(oneOf(['open', 'closed']), 'open'),
});

const rateLimitStore: Decoder<RateLimitStoreConfig | undefined> = (place, decoding) =>
  place.node === undefined ? undefined : rateLimitStoreFields(place, decoding);

const rateLimit = object({
  enabled: withDefault(flag, false),
  requests: withDefault(integer(1), 100),
  windowSecs: withDefault(integer(1, 86_400), 60),
  maxKeys: withDefault(integer(1), 10_000),
  key: withDefault(oneOf(['subject_then_ip', 'subject', 'ip']), 'subject_then_ip'),
  skipOptions: withDefault(flag, false),
  routes: record(required(integer(1), 1)),
  store: rateLimitStore,
});

const compression = object({
  enabled: withDefault(flag, false),
  minBytes: withDefault(integer(0), 256),
  level: withDefault(integer(0, 9), 6),
});

const databaseFile = checkedText((value, { file }) => (value === ':memory:' ? value : resolve(dirname(file), value)));

const viewer = oneOf(docsViewers);

const docs: Reader<DocsViewer | false> = (node, place, decoding) =>
  node.kind === 'scalar' && node.value === false ? false : viewer(node, place, decoding);

const managementFields = object({ port: required(integer(0, 65_535), 0), host: optional(text) });

interface ReadManagement extends Pick<Place, 'file' | 'line'> {
  readonly port: number;
  readonly host: string | undefined;
}

/** With its place: whether the port is the service's own is known when the environment was asked too. */
const management: Decoder<ReadManagement | undefined> = (place, decoding) => {
  if (place.node === undefined) return undefined;
  return { ...managementFields(place, decoding), file: place.file, line: place.line };
};

/** The whole file. `host` and everything that the environment overrides are settled by `readConfig`. */
export const decodeServiceConfig = object({
  port: withDefault(integer(0, 65_535), 8_080),
  host: optional(text),
  http,
  tls: decodeTls,
  examples: object({ seed: optional(integer(0, 4_294_967_295)), dynamic: withDefault(flag, false) }),
  cors,
  rateLimit,
  compression,
  security: decodeSecurity,
  clients: record(decodeClient),
  database: object({ file: optional(databaseFile), url: optional(text) }),
  log: object({ level: withDefault(oneOf(logLevels), 'info') }),
  docs: withDefault(docs, 'scalar'),
  health: object({ details: withDefault(oneOf(healthDetails), 'loopback') }),
  management,
  webhooks: decodeWebhooks,
});
