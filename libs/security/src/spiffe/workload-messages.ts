import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { JWK } from 'jose';
import { readDer } from '../tls/der.ts';
import { parseBundle } from './parse-bundle.ts';
import { octetsOf, type ProtobufField, readFields, textOf } from './protobuf.ts';
import { isTrustDomain } from './spiffe-id.ts';
import { toSvid, type X509Svid } from './spiffe-state.ts';

/** SPIFFE Workload API §4.3: a guard against requests that others were made to send. */
export const metadata = { 'workload.spiffe.io': 'true' };

/** `X509SVIDResponse` of the Workload API: the whole state, each time. */
export interface X509Update {
  readonly svid: X509Svid;
  readonly bundles: ReadonlyMap<string, readonly X509Certificate[]>;
}

/**
 * Reads an `X509SVIDResponse`; undefined when anything in it cannot be used, for half a state is none. `hint` chooses one of
 * several identities, the first that has it (Workload API §6.1); otherwise the first is the default one.
 */
export function readX509Update(message: Buffer, hint: string | undefined): X509Update | undefined {
  const fields = readFields(message);
  const entries = fields?.filter(({ number }) => number === 1).map(({ value }) => readFields(value));
  const chosen = entries?.find((entry) => entry !== undefined && (hint === undefined || textOf(entry, 5) === hint));
  const svid = chosen === undefined ? undefined : readSvid(chosen);
  const own = chosen === undefined ? undefined : readCertificates(octetsOf(chosen, 4));
  const federated = fields === undefined ? undefined : readMap(fields, 3, readCertificates);
  if (svid === undefined || own === undefined || own.length === 0 || federated === undefined) return undefined;
  return { svid, bundles: new Map([...federated, [svid.id.trustDomain, own]]) };
}

/** Reads a `JWTBundlesResponse`; undefined when anything in it cannot be used. */
export function readJwtBundles(message: Buffer): ReadonlyMap<string, readonly JWK[]> | undefined {
  const fields = readFields(message);
  return fields && readMap(fields, 1, (document) => parseBundle(document.toString('utf8'))?.jwt);
}

function readSvid(entry: readonly ProtobufField[]): X509Svid | undefined {
  const chain = readCertificates(octetsOf(entry, 2));
  try {
    const key = createPrivateKey({ key: octetsOf(entry, 3), format: 'der', type: 'pkcs8' });
    const svid = toSvid(chain ?? [], key.export({ format: 'pem', type: 'pkcs8' }).toString());
    return svid?.id.text === textOf(entry, 1) ? svid : undefined;
  } catch {
    return undefined;
  }
}

function readCertificates(der: Buffer): readonly X509Certificate[] | undefined {
  try {
    return readDer(der)?.map(({ raw }) => new X509Certificate(raw));
  } catch {
    return undefined;
  }
}

// A map is a list of entries with the key in field 1 and the value in field 2.
function readMap<T>(
  fields: readonly ProtobufField[],
  number: number,
  read: (value: Buffer) => T | undefined,
): ReadonlyMap<string, T> | undefined {
  const map = new Map<string, T>();
  for (const { value } of fields.filter((field) => field.number === number)) {
    const entry = readFields(value);
    // The domain is named by its ID, by some agents by its name.
    const domain = entry && textOf(entry, 1)?.replace(/^spiffe:\/\//, '');
    const content = entry && read(octetsOf(entry, 2));
    if (domain === undefined || !isTrustDomain(domain) || content === undefined) return undefined;
    map.set(domain, content);
  }
  return map;
}
