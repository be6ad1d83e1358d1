import { flag, integer, object, withDefault } from './decode.ts';

/** How many bad credentials an address may send, where each costs a hash here or a question elsewhere. */
export interface RefusedCredentialsConfig {
  /** False: as many as it likes, but for what `rate_limit` says. */
  readonly enabled: boolean;
  /** The time in which as many as below are allowed again, evenly. */
  readonly windowSecs: number;
  /** Addresses remembered at most. */
  readonly maxKeys: number;
  /** Passwords of http basic. */
  readonly basic: number;
  readonly remoteApiKeys: number;
  readonly introspection: number;
}

/** How many questions about credentials a security scheme may have at another service. */
export interface InquiriesConfig {
  /** Open at once; 0 is no limit. */
  readonly maxActive: number;
  /** Behind those; who comes later is answered 503. */
  readonly maxWaiting: number;
}

/** Section `security.refused_credentials`. */
export const decodeRefusedCredentials = object({
  enabled: withDefault(flag, true),
  windowSecs: withDefault(integer(1, 86_400), 20),
  maxKeys: withDefault(integer(1), 10_000),
  basic: withDefault(integer(1), 20),
  remoteApiKeys: withDefault(integer(1), 100),
  introspection: withDefault(integer(1), 100),
});

/** Section `security.inquiries`. */
export const decodeInquiries = object({
  maxActive: withDefault(integer(0), 100),
  maxWaiting: withDefault(integer(0), 400),
});
