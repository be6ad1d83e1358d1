import type { BasicConfig, DevelopmentCredential, RefusedCredentialsConfig } from '@brrt/router-core/config';
import type { AuthenticationResult, Principal, SecurityHandler } from '@brrt/router-core/ports';
import type { ClientAddress } from '../admission/client-address.ts';
import { type Attempt, createRefusalLimit } from '../admission/create-refusal-limit.ts';
import { BoundedCache } from '../bounded-cache.ts';
import { challenge } from './challenge.ts';
import { authorizationCredential } from './credential.ts';
import { indexOfDigest, sha256 } from './digest.ts';
import { absent, grant, plainPrincipal, rejected } from './grant.ts';
import { verifyPassword } from './password-hash.ts';

// scrypt runs on the thread pool of four: more at once would only queue there, in front of file and DNS work.
const maxConcurrent = 3;
const rememberMs = 60_000;
const maxRemembered = 1_000;
// Unknown users cost what known ones do: who exists must not show in the time.
const nobody = `$scrypt$ln=15,r=8,p=3$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export interface BasicOptions {
  readonly scheme: SecurityHandler['scheme'];
  readonly users: BasicConfig | undefined;
  readonly development: DevelopmentCredential | undefined;
  /** A hash takes tens of milliseconds of a thread: nobody may keep all of them busy with guesses. */
  readonly refusedCredentials: RefusedCredentialsConfig;
  readonly addressOf: ClientAddress;
}

/** HTTP Basic (RFC 7617) against scrypt hashes; what was verified is remembered for a minute as a digest. */
export function createBasicHandler({ scheme, users, development, ...options }: BasicOptions): SecurityHandler {
  const { addressOf, refusedCredentials: config } = options;
  const limit = createRefusalLimit({ scheme: scheme.name, config, kind: 'basic', addressOf });
  const verified = new BoundedCache<Principal>(maxRemembered);
  const developer = developmentDigests(development);
  // When what was remembered is forgotten, everybody who sends it comes at once.
  const running = new Map<string, Promise<Principal | undefined>>();

  async function verify(credentials: Credentials, key: string): Promise<Principal | undefined> {
    const stored = Object.hasOwn(users?.users ?? {}, credentials.user) ? users?.users[credentials.user] : undefined;
    try {
      const matches = await verifyPassword(credentials.password, stored ?? nobody);
      if (!matches || stored === undefined) return undefined;
    } finally {
      running.delete(key);
    }
    const principal = plainPrincipal(scheme.name, credentials.user, users?.scopes ?? []);
    verified.set(key, principal, Date.now() + rememberMs);
    return principal;
  }

  async function tryPassword(attempt: PasswordAttempt, scopes: readonly string[]): Promise<AuthenticationResult> {
    const { credentials, key } = attempt;
    const throttled = await limit.throttle(attempt);
    if (throttled !== undefined) return { outcome: 'throttled', ...throttled };
    const waiting = running.get(key);
    if (waiting === undefined && running.size >= maxConcurrent) return { outcome: 'unavailable', retryAfterSeconds: 1 };
    const verification = waiting ?? verify(credentials, key);
    running.set(key, verification);
    const principal = await verification;
    // One guess, however many requests bring it at once.
    if (waiting === undefined) limit.note(attempt, principal === undefined ? 'bad' : 'good');
    return principal === undefined ? rejected('unknown_credential') : grant(principal, scopes);
  }

  return {
    scheme,
    authenticate: (request, scopes): AuthenticationResult | Promise<AuthenticationResult> => {
      const credential = authorizationCredential(request, 'basic');
      if (credential.found === 'nothing') return absent;
      if (credential.found === 'unusable') return rejected(credential.reason);
      const credentials = decodeBasic(credential.value);
      if (credentials === undefined) return rejected('malformed');
      const digest = sha256(`${credentials.user}:${credentials.password}`);
      if (development !== undefined && indexOfDigest(developer, digest) >= 0) {
        return grant(plainPrincipal(scheme.name, development.subject, development.scopes), scopes);
      }
      if (users === undefined) return rejected('unknown_credential');
      const key = digest.toString('base64');
      const known = verified.get(key);
      if (known !== undefined) return grant(known, scopes);
      return tryPassword({ request, credentials, key }, scopes);
    },
    challenge: () => challenge('Basic', { realm: scheme.name, charset: 'UTF-8' }),
  };
}

interface PasswordAttempt extends Attempt {
  readonly credentials: Credentials;
}

interface Credentials {
  readonly user: string;
  readonly password: string;
}

function developmentDigests(development: DevelopmentCredential | undefined): readonly Buffer[] {
  const { username, password } = development ?? {};
  return username === undefined || password === undefined ? [] : [sha256(`${username}:${password}`)];
}

/** RFC 7617 §2: base64 of `user:password` in UTF-8; the first colon divides, control characters are refused. */
function decodeBasic(token: string): Credentials | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(token) || token.length % 4 !== 0) return undefined;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(token, 'base64'));
  } catch {
    return undefined;
  }
  const colon = text.indexOf(':');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617 §2 forbids exactly these
  if (colon < 0 || /[\x00-\x1f\x7f]/.test(text)) return undefined;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
