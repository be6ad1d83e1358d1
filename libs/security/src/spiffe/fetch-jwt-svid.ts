import type { IssuedIdentityToken } from '@brrt/router-core/ports';
import { parseClaims } from '../jwt/parse-claims.ts';
import { GrpcError, openGrpcStream } from './grpc-stream.ts';
import { octetsOf, readFields, textOf, writeText } from './protobuf.ts';
import { parseSpiffeId } from './spiffe-id.ts';
import { metadata } from './workload-messages.ts';

const internal = 13;
// What another attempt cannot mend: INVALID_ARGUMENT, PERMISSION_DENIED and UNIMPLEMENTED (Workload API §4.5, §6.2.1).
const refusals = [3, 7, 12];

export interface JwtSvidSource {
  readonly address: string;
  readonly trustDomain: string;
  /** Which of several identities; undefined: the first. */
  readonly hint: string | undefined;
}

/** The agent gave no JWT-SVID. Stays the cause of what the caller is told. */
export class JwtSvidError extends Error {
  override readonly name = 'JwtSvidError';
  readonly code = 'ERR_JWT_SVID';
  /** The agent can be reached and says no. */
  readonly isRefusal: boolean;
  constructor(audience: string, cause: unknown) {
    super(`The SPIFFE agent gave no token for ${audience}`, { cause });
    this.isRefusal = cause instanceof GrpcError && refusals.includes(cause.status);
  }
}

/**
 * Asks the Workload API for a JWT-SVID of this workload (`FetchJWTSVID`), within a time.
 * @throws JwtSvidError
 */
export async function fetchJwtSvid(
  source: JwtSvidSource,
  { audience, timeoutMs }: { readonly audience: string; readonly timeoutMs: number },
): Promise<IssuedIdentityToken> {
  let token: IssuedIdentityToken | undefined;
  const stream = openGrpcStream({
    address: source.address,
    path: '/SpiffeWorkloadAPI/FetchJWTSVID',
    metadata,
    request: writeText(1, audience),
    onMessage: (message) => {
      token = readAnswer(message, source, audience);
      if (token === undefined) throw new GrpcError(internal, 'The agent sent no JWT-SVID that can be used');
    },
  });
  const timer = setTimeout(() => stream.close(), timeoutMs);
  try {
    await stream.ended;
    if (token === undefined) throw new GrpcError(internal, 'The agent sent nothing');
    return token;
  } catch (cause) {
    throw new JwtSvidError(audience, cause);
  } finally {
    clearTimeout(timer);
  }
}

function readAnswer(
  message: Buffer,
  { trustDomain, hint }: JwtSvidSource,
  audience: string,
): IssuedIdentityToken | undefined {
  const entries = readFields(message)?.filter(({ number }) => number === 1);
  const svids = entries?.map(({ value }) => readFields(value));
  const chosen = svids?.find((svid) => svid !== undefined && (hint === undefined || textOf(svid, 3) === hint));
  if (chosen === undefined) return undefined;
  const id = textOf(chosen, 1) ?? '';
  const token = octetsOf(chosen, 2).toString('latin1');
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token) ?? [];
  const claims = payload === undefined ? undefined : parseClaims(payload);
  // Whom it is sent to checks the signature; a token of somebody else or for somebody else must not get that far.
  if (claims === undefined || claims.sub !== id || parseSpiffeId(id)?.trustDomain !== trustDomain) return undefined;
  if (![claims.aud].flat().includes(audience)) return undefined;
  const { exp } = claims;
  return Number.isSafeInteger(exp) ? { token, expiresAtMs: Number(exp) * 1_000 } : undefined;
}
