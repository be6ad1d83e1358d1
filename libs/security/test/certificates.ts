import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

// A writer of certificates, wrong ones too: what a library refuses to write has to be refused when it is read.

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const bits = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.from([unused]), content);
const utcTime = (at: Date): Buffer =>
  der(
    0x17,
    Buffer.from(
      `${at
        .toISOString()
        .replaceAll(/[-:T]|\..*/g, '')
        .slice(2)}Z`,
    ),
  );
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const attributes: Readonly<Record<string, string>> = { CN: '550403', O: '55040a', C: '550406' };

export const purposes = { server: '2b06010505070301', client: '2b06010505070302' };

export interface CertificateRequest {
  /** In the order of the certificate: `[['O', 'Shop'], ['CN', 'orders']]`. */
  readonly subject?: readonly (readonly [string, string])[];
  readonly dnsNames?: readonly string[];
  readonly uris?: readonly string[];
  readonly addresses?: readonly (readonly number[])[];
  readonly isCa?: boolean;
  /** Bits by their numbers in RFC 5280 §4.2.1.3; undefined leaves the extension out. */
  readonly keyUsage?: readonly number[] | undefined;
  readonly keyUsageCritical?: boolean;
  readonly purposes?: readonly string[] | undefined;
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  /** Signs instead of the key itself. */
  readonly issuer?: Certificate;
}

export interface Certificate {
  readonly der: Buffer;
  readonly pem: string;
  readonly key: KeyObject;
  readonly keyPem: string;
  readonly name: Buffer;
}

/** A certificate with a P-256 key of its own. */
export function makeCertificate(request: CertificateRequest = {}): Certificate {
  const { subject = [['CN', `test ${randomBytes(4).toString('hex')}`]], issuer, from = -1, to = 1 } = request;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(
    ...subject.map(([type, text]) =>
      der(0x31, sequence(oid(attributes[type] ?? ''), der(0x0c, Buffer.from(text, 'utf8')))),
    ),
  );
  const day = 86_400_000;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ecdsaWithSha256,
    issuer?.name ?? name,
    sequence(utcTime(new Date(Date.now() + from * day)), utcTime(new Date(Date.now() + to * day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensionsOf(request))),
  );
  const signature = sign('sha256', body, issuer?.key ?? privateKey);
  const bytes = sequence(body, ecdsaWithSha256, bits(signature));
  return {
    der: bytes,
    pem: toPem(bytes),
    key: privateKey,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    name,
  };
}

export function makeAuthority(request: CertificateRequest = {}): Certificate {
  return makeCertificate({ isCa: true, keyUsage: [5, 6], keyUsageCritical: true, to: 30, ...request });
}

/** For a server on loopback. */
export function makeServer(issuer: Certificate, more: CertificateRequest = {}): Certificate {
  return makeCertificate({
    issuer,
    dnsNames: ['localhost'],
    addresses: [[127, 0, 0, 1]],
    keyUsage: [0],
    keyUsageCritical: true,
    purposes: [purposes.server],
    ...more,
  });
}

export function makeClient(issuer: Certificate | undefined, more: CertificateRequest = {}): Certificate {
  const base = { keyUsage: [0], keyUsageCritical: true, purposes: [purposes.client], ...more };
  return makeCertificate(issuer === undefined ? base : { issuer, ...base });
}

export function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** The key in PKCS #8, as the Workload API sends it. */
export function pkcs8(certificate: Certificate): Buffer {
  return createPrivateKey(certificate.keyPem).export({ type: 'pkcs8', format: 'der' });
}

function extensionsOf(request: CertificateRequest): readonly Buffer[] {
  const {
    isCa,
    keyUsage,
    keyUsageCritical = false,
    purposes: uses,
    dnsNames = [],
    uris = [],
    addresses = [],
  } = request;
  const names = [
    ...uris.map((uri) => der(0x86, Buffer.from(uri, 'latin1'))),
    ...dnsNames.map((name) => der(0x82, Buffer.from(name, 'latin1'))),
    ...addresses.map((address) => der(0x87, Buffer.from(address))),
  ];
  return [
    ...(isCa === undefined
      ? []
      : [extension('551d13', true, sequence(...(isCa ? [der(0x01, Buffer.from([0xff]))] : [])))]),
    ...(keyUsage === undefined ? [] : [extension('551d0f', keyUsageCritical, keyUsageBits(keyUsage))]),
    ...(uses === undefined ? [] : [extension('551d25', false, sequence(...uses.map(oid)))]),
    ...(names.length === 0 ? [] : [extension('551d11', false, sequence(...names))]),
  ];
}

function extension(name: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(name), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}

function keyUsageBits(numbers: readonly number[]): Buffer {
  const octet = numbers.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return bits(Buffer.from([octet]), 7 - Math.max(0, ...numbers));
}
