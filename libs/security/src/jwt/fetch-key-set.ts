import type { JSONWebKeySet } from 'jose';
import { fetchObject, UpstreamError, withoutQuery } from '../upstream/fetch-json.ts';

const timeoutMs = 5_000;
const maxOctets = 262_144;
const maxKeys = 50;
// RFC 7518 §6: the private parts of RSA and EC keys, and the octets of a symmetric one.
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * Fetches a JSON Web Key Set (RFC 7517 §5), without following redirects, at most 256 KiB, within 5 seconds.
 * @throws UpstreamError
 */
export async function fetchKeySet(url: string): Promise<JSONWebKeySet> {
  const headers = { accept: 'application/jwk-set+json, application/json' };
  return checked(await fetchObject({ url, timeoutMs, maxOctets, headers }), withoutQuery(url));
}

function checked(value: unknown, address: string): JSONWebKeySet {
  if (!isKeySet(value)) throw new UpstreamError(`${address} is no key set`);
  if (value.keys.length > maxKeys) throw new UpstreamError(`${address} has more than ${maxKeys} keys`);
  const isPublic = value.keys.every((key) => !privateMembers.some((member) => Object.hasOwn(key, member)));
  if (!isPublic) throw new UpstreamError(`${address} publishes a private or symmetric key`);
  return value;
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  if (typeof value !== 'object' || value === null || !('keys' in value) || !Array.isArray(value.keys)) return false;
  return value.keys.every((key) => typeof key === 'object' && key !== null && !Array.isArray(key));
}
