import { isIP } from 'node:net';
import type { ClientTlsConfig } from './client-config.ts';
import type { ConfigNode } from './config-node.ts';
import {
  checkedText,
  type Decoder,
  type Decoding,
  flag,
  integer,
  list,
  mistake,
  object,
  oneOf,
  optional,
  type Place,
  required,
  text,
  withDefault,
  wrong,
} from './decode.ts';
import { idPattern } from './decode-spiffe.ts';
import { filePath } from './file-path.ts';
import type { ForwardedCertificateConfig, MutualTlsConfig, TlsConfig } from './identity-config.ts';

// `min_version: 1.2` is a number to YAML.
function tlsVersion(node: ConfigNode, place: Place, decoding: Decoding): TlsConfig['minVersion'] | undefined {
  const value = node.kind === 'scalar' ? String(node.value) : '';
  if (value === '1.2' || value === '1.3') return value;
  return wrong(decoding, place, 'has to be 1.2 or 1.3', 'older versions are broken (RFC 8996)');
}

const tlsFields = object({
  certFile: optional(filePath),
  keyFile: optional(filePath),
  svid: withDefault(flag, false),
  caFile: optional(filePath),
  clientAuth: optional(oneOf(['none', 'request', 'require'])),
  minVersion: withDefault(tlsVersion, '1.2'),
  reloadSecs: withDefault(integer(1, 86_400), 60),
  maxConnectionAgeSecs: withDefault(integer(1, 86_400), 3_600),
});

/** Section `tls`. */
export const decodeTls: Decoder<TlsConfig | undefined> = (place, decoding) => {
  if (place.node === undefined) return undefined;
  const config = tlsFields(place, decoding);
  const { certFile, keyFile, svid } = config;
  const isWhole = svid ? certFile === undefined && keyFile === undefined : Boolean(certFile && keyFile);
  if (!isWhole) mistake(decoding, place, 'needs cert_file and key_file, or svid: true and none of them');
  if (config.clientAuth === 'require' && config.caFile === undefined && !svid) {
    mistake(decoding, place, 'client_auth: require needs ca_file: without roots nobody could come in');
  }
  return config;
};

const clientTlsFields = object({
  certFile: optional(filePath),
  keyFile: optional(filePath),
  caFile: optional(filePath),
  serverName: optional(text),
  svid: withDefault(flag, false),
  spiffeIds: withDefault(list(idPattern), []),
  reloadSecs: withDefault(integer(1, 86_400), 60),
  maxConnectionAgeSecs: withDefault(integer(1, 86_400), 3_600),
});

/** `clients.<service>.tls`. */
export const decodeClientTls: Decoder<ClientTlsConfig | undefined> = (place, decoding) => {
  if (place.node === undefined) return undefined;
  const config = clientTlsFields(place, decoding);
  const { certFile, keyFile, caFile, svid, spiffeIds } = config;
  if ((certFile === undefined) !== (keyFile === undefined))
    mistake(decoding, place, 'needs cert_file and key_file, or none');
  if (svid && [certFile, caFile].some((file) => file !== undefined)) {
    mistake(decoding, place, 'svid: true comes with its own certificate and roots', 'remove the files');
  }
  if (svid !== spiffeIds.length > 0) mistake(decoding, place, 'svid: true and spiffe_ids belong together');
  return config;
};

const network = checkedText((value, place, decoding) => {
  const [address = '', bits, ...more] = value.split('/');
  const widest = isIP(address) === 6 ? 128 : 32;
  const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
  if (isIP(address) !== 0 && isNetwork && more.length === 0) return value;
  return wrong(decoding, place, 'has to be an address or a network, such as 10.0.0.0/8');
});

const forwardedFields = object({
  peers: required(list(network), []),
  header: withDefault(oneOf(['client-cert']), 'client-cert'),
});

const forwarded: Decoder<ForwardedCertificateConfig | undefined> = (place, decoding) =>
  place.node === undefined ? undefined : forwardedFields(place, decoding);

/** One entry of `security.mutual_tls`. */
export const decodeMutualTls: Decoder<MutualTlsConfig> = object({
  subjects: withDefault(list(text), []),
  dnsNames: withDefault(list(text), []),
  spiffeIds: withDefault(list(text), []),
  trust: withDefault(list(filePath), []),
  scopes: withDefault(list(text), []),
  forwarded,
});
