import type { RemoteApiKeysConfig } from '@brrt/router-core/config';
import type { HttpRequest } from '@brrt/router-core/ports';
import { BoundedCache } from '../bounded-cache.ts';
import type { Inquiry, Undecided } from '../upstream/create-inquiry.ts';
import { answered, checkReachable, fetchStatus } from '../upstream/fetch-json.ts';
import { sha256 } from './digest.ts';

const rememberBadMs = 5_000;
const maxRemembered = 10_000;

export type KeyOutcome = { readonly verdict: 'valid' | 'invalid' } | Undecided;

export interface RemoteKeyOptions {
  readonly config: RemoteApiKeysConfig;
  /** That the key is sent in. */
  readonly headerName: string;
  readonly inquire: Inquiry;
}

const valid: KeyOutcome = { verdict: 'valid' };
const invalid: KeyOutcome = { verdict: 'invalid' };

/** Asks a service about API keys. A verdict is remembered under the digest of the key, a failure to get one never. */
export interface RemoteKeyVerifier {
  /** @throws UpstreamError when the service is out of reach */
  check(): Promise<void>;
  /** `request` is whose key it is. */
  verify(key: string, request: HttpRequest): KeyOutcome | Promise<KeyOutcome>;
}

/** `GET verifyUrl` with the key in its header: 2xx is good, 401, 403 and 404 are bad, anything else is no verdict. */
export function createRemoteKeyVerifier({ config, headerName, inquire }: RemoteKeyOptions): RemoteKeyVerifier {
  const known = new BoundedCache<KeyOutcome>(maxRemembered);
  const asking = new Map<string, Promise<KeyOutcome>>();
  return {
    check: () => checkReachable(config.verifyUrl),
    verify(key, request) {
      // What no header can carry is no key.
      if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(key)) return invalid;
      const digest = sha256(key).toString('base64');
      const outcome = known.get(digest);
      if (outcome !== undefined) return outcome;
      const question = (): Promise<KeyOutcome> => ask(key, digest);
      const running =
        asking.get(digest) ?? inquire({ request, key: digest }, question).finally(() => asking.delete(digest));
      asking.set(digest, running);
      return running;
    },
  };

  async function ask(key: string, digest: string): Promise<KeyOutcome> {
    const { verifyUrl: url, timeoutMs, cacheTtlSecs } = config;
    const outcome = judge(url, await fetchStatus({ url, timeoutMs, headers: { [headerName]: key } }));
    known.set(digest, outcome, Date.now() + (outcome === valid ? cacheTtlSecs * 1000 : rememberBadMs));
    return outcome;
  }
}

function judge(url: string, status: number): KeyOutcome {
  if (status >= 200 && status < 300) return valid;
  if (status === 401 || status === 403 || status === 404) return invalid;
  throw answered(url, status);
}
