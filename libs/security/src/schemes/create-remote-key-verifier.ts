import type { RemoteApiKeysConfig } from '@brrt/router-core/config';
import { BoundedCache } from '../bounded-cache.ts';
import { checkReachable, fetchStatus, UpstreamError } from '../upstream/fetch-json.ts';
import { sha256 } from './digest.ts';

const rememberBadMs = 5_000;
const maxRemembered = 10_000;

export type KeyVerdict = 'good' | 'bad' | 'unavailable';

/** Asks a service about API keys. A verdict is remembered under the digest of the key, a failure to get one never. */
export interface RemoteKeyVerifier {
  /** @throws UpstreamError when the service is out of reach */
  check(): Promise<void>;
  verify(key: string): KeyVerdict | Promise<KeyVerdict>;
}

/** `GET verifyUrl` with the key in its header: 2xx is good, 401, 403 and 404 are bad, anything else is no verdict. */
export function createRemoteKeyVerifier(config: RemoteApiKeysConfig, headerName: string): RemoteKeyVerifier {
  const known = new BoundedCache<KeyVerdict>(maxRemembered);
  const asking = new Map<string, Promise<KeyVerdict>>();
  return {
    check: () => checkReachable(config.verifyUrl),
    verify(key) {
      // What no header can carry is no key.
      if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(key)) return 'bad';
      const digest = sha256(key).toString('base64');
      const verdict = known.get(digest);
      if (verdict !== undefined) return verdict;
      const running = asking.get(digest) ?? ask(key, digest).finally(() => asking.delete(digest));
      asking.set(digest, running);
      return running;
    },
  };

  async function ask(key: string, digest: string): Promise<KeyVerdict> {
    try {
      const verdict = await question(key);
      const rememberMs = verdict === 'good' ? config.cacheTtlSecs * 1000 : rememberBadMs;
      known.set(digest, verdict, Date.now() + rememberMs);
      return verdict;
    } catch {
      return 'unavailable';
    }
  }

  async function question(key: string): Promise<KeyVerdict> {
    const { verifyUrl: url, timeoutMs } = config;
    const status = await fetchStatus({ url, timeoutMs, headers: { [headerName]: key } });
    if (status >= 200 && status < 300) return 'good';
    if (status === 401 || status === 403 || status === 404) return 'bad';
    throw new UpstreamError(`${url} answered ${status}`);
  }
}
