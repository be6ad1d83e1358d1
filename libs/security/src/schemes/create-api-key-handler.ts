import type { ApiKeyConfig, DevelopmentCredential, RemoteApiKeysConfig } from '@brrt/router-core/config';
import type { AuthenticationResult, HttpRequest, Principal, SecurityHandler } from '@brrt/router-core/ports';
import type { Inquiry } from '../upstream/create-inquiry.ts';
import { challenge } from './challenge.ts';
import { createRemoteKeyVerifier, type KeyOutcome } from './create-remote-key-verifier.ts';
import { type Credential, cookieCredential, headerCredential, queryCredential } from './credential.ts';
import { indexOfDigest, sha256 } from './digest.ts';
import { absent, grant, plainPrincipal, rejected, undecided } from './grant.ts';
import { schemeCheck } from './scheme-check.ts';

export interface ApiKeyOptions {
  readonly scheme: Extract<SecurityHandler['scheme'], { readonly type: 'apiKey' }>;
  readonly keys: ApiKeyConfig | undefined;
  /** Asked about keys that are none of `keys`. */
  readonly remote: RemoteApiKeysConfig | undefined;
  readonly development: DevelopmentCredential | undefined;
  /** How `remote` is asked. */
  readonly inquire: Inquiry;
}

/** API keys: static ones, any number active at a time, compared as digests in constant time, and those a service knows. */
export function createApiKeyHandler(options: ApiKeyOptions): SecurityHandler {
  const { scheme, keys, remote, development, inquire } = options;
  const name = keys?.headerName ?? remote?.headerName ?? scheme.parameterName;
  const verifier =
    remote === undefined ? undefined : createRemoteKeyVerifier({ config: remote, headerName: name, inquire });
  const digests: Buffer[] = (keys?.sha256 ?? []).map((hex) => Buffer.from(hex, 'hex'));
  // Tells keys apart in logs and data without saying anything of the key.
  const principals = digests.map((_, index) =>
    plainPrincipal(scheme.name, `${scheme.name}:${index}`, keys?.scopes ?? []),
  );
  if (development?.key !== undefined) {
    digests.push(sha256(development.key));
    principals.push(plainPrincipal(scheme.name, development.subject, development.scopes));
  }
  const read = readerOf(scheme.in, name);
  // Keys that were accepted, so that only their first use is hashed. No more than there are keys: nobody else can fill it.
  const accepted = new Map<string, Principal>();
  return {
    scheme,
    readiness: verifier === undefined ? undefined : schemeCheck(scheme.name, [() => verifier.check()]),
    authenticate: (request, scopes): AuthenticationResult | Promise<AuthenticationResult> => {
      const credential = read(request);
      if (credential.found === 'nothing') return absent;
      if (credential.found === 'unusable') return rejected(credential.reason);
      const known = accepted.get(credential.value);
      if (known !== undefined) return grant(known, scopes);
      const principal: Principal | undefined = principals[indexOfDigest(digests, sha256(credential.value))];
      if (principal === undefined) return askRemote(credential.value, request, scopes);
      accepted.set(credential.value, principal);
      return grant(principal, scopes);
    },
    challenge: () => challenge('ApiKey', { realm: scheme.name, in: scheme.in, name }),
  };

  function askRemote(
    key: string,
    request: HttpRequest,
    scopes: readonly string[],
  ): AuthenticationResult | Promise<AuthenticationResult> {
    if (verifier === undefined) return rejected('unknown_credential');
    const outcome = verifier.verify(key, request);
    return outcome instanceof Promise
      ? outcome.then((late) => toResult(late, key, scopes))
      : toResult(outcome, key, scopes);
  }

  function toResult(outcome: KeyOutcome, key: string, scopes: readonly string[]): AuthenticationResult {
    if ('retryAfterSeconds' in outcome) return undecided(outcome);
    if (outcome.verdict === 'invalid') return rejected('unknown_credential');
    // Tells callers apart without saying anything of their keys.
    const subject = `${scheme.name}:${sha256(key).toString('hex').slice(0, 16)}`;
    return grant(plainPrincipal(scheme.name, subject, remote?.scopes ?? []), scopes);
  }
}

function readerOf(place: ApiKeyOptions['scheme']['in'], name: string): (request: HttpRequest) => Credential {
  if (place === 'query') return (request) => queryCredential(request, name);
  if (place === 'cookie') return (request) => cookieCredential(request, name);
  const lowerCase = name.toLowerCase();
  return (request) => headerCredential(request, lowerCase);
}
