import { isIP } from 'node:net';
import {
  checkedText,
  type Decoder,
  type Decoding,
  integer,
  list,
  mistake,
  object,
  oneOf,
  optional,
  type Place,
  record,
  required,
  text,
  withDefault,
  wrong,
} from './decode.ts';
import { filePath } from './file-path.ts';
import type { FederationConfig, SpiffeConfig, SpiffeSchemeConfig } from './identity-config.ts';

// SPIFFE-ID §2: nothing of the kind of `localhost:8443` or upper case.
const trustDomain = checkedText((value, place, decoding) =>
  /^[a-z0-9._-]{1,255}$/.test(value)
    ? value
    : wrong(decoding, place, 'has to be a trust domain: lower case letters, digits, ".", "_" and "-"'),
);

/** SPIFFE IDs and patterns of them, not trust domains. */
export const idPattern = checkedText((value, place, decoding) =>
  isIdPattern(value) ? value : wrong(decoding, place, 'has to be a SPIFFE ID, or one with * in the place of a segment'),
);

function isIdPattern(value: string): boolean {
  const [scheme, empty, domain = '', ...segments] = value.split('/');
  if (scheme !== 'spiffe:' || empty !== '' || !/^[a-z0-9._-]{1,255}$/.test(domain)) return false;
  return segments.length > 0 && segments.every((each) => each === '*' || /^(?!\.{1,2}$)[A-Za-z0-9._-]+$/.test(each));
}

// SPIFFE Workload Endpoint §4: an absolute path, or an address that needs no name service.
const socket = checkedText((value, place, decoding) => {
  if (/^unix:(\/\/)?\/[^/]/.test(value)) return value;
  const [, host = '', port = ''] = /^tcp:\/\/(.+):(\d{1,5})$/.exec(value) ?? [];
  if (isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0 && Number(port) > 0 && Number(port) < 65_536) return value;
  return wrong(decoding, place, 'has to be unix:///absolute/path or tcp://address:port');
});

const federationFields = object({
  trustDomain: required(trustDomain, ''),
  url: required(text, ''),
  profile: required(oneOf(['https_web', 'https_spiffe']), 'https_web'),
  endpointSpiffeId: optional(idPattern),
  bootstrapBundleFile: optional(filePath),
});

function federation(node: NonNullable<Place['node']>, place: Place, decoding: Decoding): FederationConfig {
  const config = federationFields({ ...place, node }, decoding);
  const url = URL.canParse(config.url) ? new URL(config.url) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    mistake(decoding, place, 'url has to be an https URL without a user name');
  }
  const { profile, endpointSpiffeId, bootstrapBundleFile } = config;
  const isSpiffe = profile === 'https_spiffe';
  if (isSpiffe !== (endpointSpiffeId !== undefined)) {
    mistake(decoding, place, 'endpoint_spiffe_id belongs to profile https_spiffe, and is required there');
  }
  if (!isSpiffe && bootstrapBundleFile !== undefined) {
    mistake(decoding, place, 'bootstrap_bundle_file belongs to profile https_spiffe');
  }
  return config;
}

const scheme: Decoder<SpiffeSchemeConfig> = object({
  allow: required(list(idPattern), []),
  audience: optional(text),
  scopes: withDefault(list(text), []),
});

const fields = object({
  trustDomain: required(trustDomain, ''),
  socket: optional(socket),
  hint: optional(text),
  svidFile: optional(filePath),
  keyFile: optional(filePath),
  bundleFile: optional(filePath),
  reloadSecs: withDefault(integer(1, 86_400), 60),
  federatesWith: withDefault(list(federation), []),
  schemes: record(scheme),
});

/** `security.spiffe`; without `socket` and files `SPIFFE_ENDPOINT_SOCKET` of the environment tells where to ask. */
export const decodeSpiffe: Decoder<SpiffeConfig | undefined> = (place, decoding) => {
  if (place.node === undefined) return undefined;
  const { socket: address, hint, svidFile, keyFile, bundleFile, reloadSecs, ...config } = fields(place, decoding);
  const files = [svidFile, keyFile, bundleFile].filter((file) => file !== undefined);
  const isWhole = address === undefined ? files.length === 3 || files.length === 0 : files.length === 0;
  if (!isWhole) mistake(decoding, place, 'needs socket, or svid_file, key_file and bundle_file');
  const domains = [config.trustDomain, ...config.federatesWith.map((each) => each.trustDomain)];
  if (new Set(domains).size !== domains.length) mistake(decoding, place, 'federates_with names a trust domain twice');
  if (svidFile !== undefined && keyFile !== undefined && bundleFile !== undefined) {
    return { ...config, source: { kind: 'files', svidFile, keyFile, bundleFile, reloadSecs } };
  }
  return { ...config, source: { kind: 'socket', address: address ?? endpointOf(place, decoding) ?? '', hint } };
};

function endpointOf(place: Place, decoding: Decoding): string | undefined {
  const { SPIFFE_ENDPOINT_SOCKET: variable = '' } = decoding.env;
  if (variable === '')
    return wrong(decoding, place, 'needs socket, files, or SPIFFE_ENDPOINT_SOCKET in the environment');
  const node = { kind: 'scalar', value: variable, file: 'environment', line: 0, development: false } as const;
  return socket(node, { ...place, path: 'SPIFFE_ENDPOINT_SOCKET', node, file: 'environment', line: 0 }, decoding);
}
