import type { JSONWebKeySet } from 'jose';

const timeoutMs = 5_000;
const maxOctets = 262_144;
const maxKeys = 50;
// RFC 7518 §6: the private parts of RSA and EC keys, and the octets of a symmetric one.
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The key set of an issuer cannot be had or cannot be trusted. Never leaves this library: callers answer 503. */
export class KeySetError extends Error {
  override readonly name = 'KeySetError';
  readonly code = 'ERR_KEY_SET';
}

/**
 * Fetches a JSON Web Key Set (RFC 7517 §5), without following redirects, at most 256 KiB, within 5 seconds.
 * @throws KeySetError
 */
export async function fetchKeySet(url: string): Promise<JSONWebKeySet> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      headers: { accept: 'application/jwk-set+json, application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new KeySetError(`${url} answered ${response.status}`);
    }
    return checked(JSON.parse(await readText(response, url)), url);
  } catch (cause) {
    if (cause instanceof KeySetError) throw cause;
    throw new KeySetError(`${url} cannot be fetched`, { cause });
  }
}

async function readText(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of response.body ?? []) {
    octets += chunk.length;
    if (octets > maxOctets) throw new KeySetError(`${url} sends more than ${maxOctets} octets`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function checked(value: unknown, url: string): JSONWebKeySet {
  if (!isKeySet(value)) throw new KeySetError(`${url} is no key set`);
  if (value.keys.length > maxKeys) throw new KeySetError(`${url} has more than ${maxKeys} keys`);
  const isPublic = value.keys.every((key) => !privateMembers.some((member) => Object.hasOwn(key, member)));
  if (!isPublic) throw new KeySetError(`${url} publishes a private or symmetric key`);
  return value;
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  if (typeof value !== 'object' || value === null || !('keys' in value) || !Array.isArray(value.keys)) return false;
  return value.keys.every((key) => typeof key === 'object' && key !== null && !Array.isArray(key));
}
