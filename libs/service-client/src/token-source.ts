import { createHash } from 'node:crypto';
import type { ClientTokenConfig, JwtSvidConfig } from '@brrt/router-core/config';
import type { ClientIdentity, Exchange } from '@brrt/router-core/ports';
import { type IssuedToken, requestToken } from './request-token.ts';
import { type FailedCall, UpstreamCredentialsError } from './upstream-error.ts';

const maxRemembered = 1_000;
// A token that ends on the way is worth nothing.
const reserveMs = 10_000;

/** Asks for a token, of the service itself or in exchange for `subject`. */
export type TokenRequest = (subject: string | undefined) => Promise<IssuedToken>;

/** Where calls get the token that they carry. */
export interface TokenSource {
  /** @throws UpstreamCredentialsError when there is none to be had */
  tokenFor(exchange: Exchange, call: FailedCall): Promise<string>;
  /** Whom its tokens speak for: the same text, the same one. Undefined: nobody is known. */
  principalOf(exchange: Exchange): string | undefined;
  /** The called service does not take the token that it was given for this exchange. */
  forget(exchange: Exchange): void;
}

interface Remembered {
  readonly token: Promise<string>;
  expiresAt: number;
}

/**
 * Tokens of this service itself (RFC 6749 §4.4, or JWT-SVIDs), or of its caller exchanged for one that the called service takes
 * (RFC 8693).
 * Asked for once by many, and remembered until shortly before they end.
 */
export function createTokenSource(config: ClientTokenConfig | JwtSvidConfig, request: TokenRequest): TokenSource {
  const remembered = new Map<string, Remembered>();
  return {
    async tokenFor(exchange, call) {
      const subject = subjectOf(exchange, config);
      if (subject === null) throw new UpstreamCredentialsError({ ...call, reason: 'no-caller' });
      const key = keyOf(subject);
      const known = remembered.get(key);
      if (known !== undefined && known.expiresAt > Date.now()) return known.token;
      const entry: Remembered = { token: ask(subject, call, key), expiresAt: Number.POSITIVE_INFINITY };
      remember(remembered, key, entry);
      return entry.token;
    },
    principalOf(exchange) {
      const subject = subjectOf(exchange, config);
      return subject === null ? undefined : keyOf(subject);
    },
    forget(exchange) {
      const subject = subjectOf(exchange, config);
      if (subject !== null) remembered.delete(keyOf(subject));
    },
  };

  async function ask(subject: string | undefined, call: FailedCall, key: string): Promise<string> {
    try {
      const { token, lifeMs } = await request(subject);
      const entry = remembered.get(key);
      if (entry !== undefined) entry.expiresAt = Date.now() + Math.max(0, lifeMs - reserveMs);
      return token;
    } catch (cause) {
      remembered.delete(key);
      throw new UpstreamCredentialsError({ ...call, reason: reasonOf(cause) }, { cause });
    }
  }
}

/** How a token is asked for; undefined when it is a JWT-SVID and nobody provides these. */
export function tokenRequestOf(
  config: ClientTokenConfig | JwtSvidConfig,
  identity: ClientIdentity | undefined,
): TokenRequest | undefined {
  if (config.grant !== 'jwt_svid') return (subject) => requestToken(config, subject);
  const fetchToken = identity?.fetchToken;
  if (fetchToken === undefined) return undefined;
  return async () => {
    const { token, expiresAtMs } = await fetchToken(config);
    return { token, lifeMs: expiresAtMs - Date.now() };
  };
}

function reasonOf(cause: unknown): 'refused' | 'unreachable' {
  return cause instanceof Error && 'isRefusal' in cause && cause.isRefusal === true ? 'refused' : 'unreachable';
}

/** The caller's own token; undefined where none is needed, null where there is none that was verified. */
function subjectOf(
  { principal, request }: Exchange,
  { grant }: ClientTokenConfig | JwtSvidConfig,
): string | undefined | null {
  if (grant !== 'token_exchange') return undefined;
  const token = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return principal === undefined || token === undefined ? null : token;
}

function keyOf(subject: string | undefined): string {
  return subject === undefined ? '' : createHash('sha256').update(subject).digest('base64');
}

function remember(remembered: Map<string, Remembered>, key: string, entry: Remembered): void {
  remembered.delete(key);
  remembered.set(key, entry);
  const [oldest] = remembered.keys();
  if (remembered.size > maxRemembered && oldest !== undefined) remembered.delete(oldest);
}
