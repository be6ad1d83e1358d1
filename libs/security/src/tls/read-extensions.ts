import { childrenOf, type DerValue, readDer } from './der.ts';

const sequence = 0x30;
const explicitExtensions = 0xa3;
const [bool, bitString, octetString] = [0x01, 0x03, 0x04];
const [dnsName, uniformResourceIdentifier] = [0x82, 0x86];
const oid = { subjectAltName: '551d11', basicConstraints: '551d13', keyUsage: '551d0f', extendedKeyUsage: '551d25' };

/** What Node does not tell of a certificate, or tells as text that would have to be parsed (RFC 5280 §4.2.1). */
export interface CertificateExtensions {
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  readonly isCa: boolean;
  readonly keyUsage: KeyUsage | undefined;
  /** Object identifiers as hexadecimal digits of their content; undefined without the extension. */
  readonly extendedKeyUsage: readonly string[] | undefined;
}

export interface KeyUsage {
  readonly critical: boolean;
  readonly digitalSignature: boolean;
  readonly keyCertSign: boolean;
  readonly crlSign: boolean;
}

interface Extension {
  readonly critical: boolean;
  readonly value: DerValue | undefined;
}

/** Reads the extensions of a certificate; undefined when it is no DER, or names one of them twice (RFC 5280 §4.2). */
export function readExtensions(der: Buffer): CertificateExtensions | undefined {
  const certificate = childrenOf(readDer(der)?.[0], sequence);
  const fields = childrenOf(certificate?.[0], sequence);
  if (fields === undefined) return undefined;
  const wrapped = childrenOf(
    fields.find(({ tag }) => tag === explicitExtensions),
    explicitExtensions,
  );
  const extensions = new Map<string, Extension>();
  for (const each of childrenOf(wrapped?.[0], sequence) ?? []) {
    const parts = childrenOf(each, sequence);
    const name = parts?.[0]?.content.toString('hex');
    const value = parts?.find(({ tag }) => tag === octetString)?.content;
    if (parts === undefined || name === undefined || value === undefined || extensions.has(name)) return undefined;
    const critical = parts.some(({ tag, content }) => tag === bool && content[0] === 0xff);
    extensions.set(name, { critical, value: readDer(value)?.[0] });
  }
  return {
    ...alternativeNames(extensions.get(oid.subjectAltName)),
    isCa: isAuthority(extensions.get(oid.basicConstraints)),
    keyUsage: keyUsageOf(extensions.get(oid.keyUsage)),
    extendedKeyUsage: purposesOf(extensions.get(oid.extendedKeyUsage)),
  };
}

function alternativeNames(extension: Extension | undefined): Pick<CertificateExtensions, 'dnsNames' | 'uris'> {
  const names = childrenOf(extension?.value, sequence) ?? [];
  const withTag = (tag: number): readonly string[] =>
    names.filter((name) => name.tag === tag).map(({ content }) => content.toString('latin1'));
  return { dnsNames: withTag(dnsName), uris: withTag(uniformResourceIdentifier) };
}

function isAuthority(extension: Extension | undefined): boolean {
  return (childrenOf(extension?.value, sequence) ?? []).some(({ tag, content }) => tag === bool && content[0] !== 0);
}

// RFC 5280 §4.2.1.3: bit 0 is the highest of the first octet; the octet before it counts unused bits.
function keyUsageOf(extension: Extension | undefined): KeyUsage | undefined {
  if (extension === undefined) return undefined;
  const bits = extension.value?.tag === bitString ? (extension.value.content[1] ?? 0) : 0;
  const has = (bit: number): boolean => (bits & (0x80 >> bit)) !== 0;
  return { critical: extension.critical, digitalSignature: has(0), keyCertSign: has(5), crlSign: has(6) };
}

function purposesOf(extension: Extension | undefined): readonly string[] | undefined {
  if (extension === undefined) return undefined;
  return (childrenOf(extension.value, sequence) ?? []).map(({ content }) => content.toString('hex'));
}
