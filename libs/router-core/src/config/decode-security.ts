import { createHash } from 'node:crypto';
import { parseWebhookKey } from '../webhooks/index.ts';
import {
  checkedText,
  type Decoder,
  type Decoding,
  expandedText,
  flag,
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
import { decodeSpiffe } from './decode-spiffe.ts';
import { decodeMutualTls } from './decode-tls.ts';
import { decodeInquiries, decodeRefusedCredentials } from './refused-credentials-config.ts';
import {
  type ApiKeyConfig,
  audienceClaims,
  type BasicConfig,
  type DevelopmentCredential,
  dpopModes,
  type IntrospectionConfig,
  type JwksConfig,
  type OidcConfig,
  type RemoteApiKeysConfig,
  type SecurityConfig,
  signatureAlgorithms,
  type WebhookSignatureConfig,
} from './service-config.ts';

const shortestProductionSecret = 16;
const maxLeewaySecs = 300;

/** An address that credentials may be sent to: https, or http that stays on this machine or inside the cluster. */
export const trustedUrl = checkedText((value, place, decoding) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined) return wrong(decoding, place, 'has to be an absolute URL');
  if (url.username !== '' || url.password !== '')
    return wrong(decoding, place, 'must not contain a user name or password');
  const isNear = /^(localhost|127\.0\.0\.1|\[::1\])$|\.svc\.cluster\.local$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isNear)) return value;
  return wrong(decoding, place, 'has to be an https URL (http only for localhost and *.svc.cluster.local)');
});

/** A text that is no secret any more when it stands in a file of production. */
export const secret = (node: NonNullable<Place['node']>, place: Place, decoding: Decoding): string | undefined => {
  const expanded = expandedText(node, place, decoding);
  if (expanded === undefined) return undefined;
  if (expanded.text === '') return wrong(decoding, place, 'is empty');
  if (decoding.production && !expanded.fromEnvironment && expanded.text.length < shortestProductionSecret) {
    const message = `is a secret of fewer than ${shortestProductionSecret} characters written into the file`;
    return wrong(decoding, place, message, `not in production: use ${'$'}{ENV_VAR}`);
  }
  return expanded.text;
};

const digest = checkedText((value, place, decoding) =>
  /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : wrong(decoding, place, 'has to be 64 hexadecimal digits'),
);

const apiKeyFields = object({
  key: optional(secret),
  keys: withDefault(list(secret), []),
  sha256: withDefault(list(digest), []),
  headerName: optional(text),
  scopes: withDefault(list(text), []),
});

const apiKey: Decoder<ApiKeyConfig> = (place, decoding) => {
  const before = decoding.mistakes.length;
  const { key, keys, sha256, headerName, scopes } = apiKeyFields(place, decoding);
  const plain = key === undefined ? keys : [key, ...keys];
  const digests = [...plain.map((each) => createHash('sha256').update(each).digest('hex')), ...sha256];
  if (digests.length === 0 && decoding.mistakes.length === before)
    mistake(decoding, place, 'needs key, keys or sha256');
  return { sha256: digests, headerName, scopes };
};

const bindingFields = { dpop: optional(oneOf(dpopModes)), dpopNonceSecret: optional(secret) };

const tokenFields = {
  ...bindingFields,
  aud: optional(text),
  audClaim: withDefault(oneOf(audienceClaims), 'aud'),
  leewaySecs: withDefault(integer(0, maxLeewaySecs), 30),
  cacheTtlSecs: withDefault(integer(1), 300),
  algorithms: withDefault(list(oneOf(signatureAlgorithms)), signatureAlgorithms),
  typ: optional(text),
};

const jwksFields = object({ ...tokenFields, jwksUrl: required(trustedUrl, ''), iss: optional(text) });

const jwks: Decoder<JwksConfig> = (place, decoding) => {
  const config = jwksFields(place, decoding);
  warnOfAny('iss', config.iss, place, decoding);
  warnOfAny('aud', config.aud, place, decoding);
  if (config.algorithms.length === 0) mistake(decoding, place, 'algorithms must not be empty');
  return config;
};

const oidcFields = object({ ...tokenFields, issuer: optional(trustedUrl) });

const oidc: Decoder<OidcConfig> = (place, decoding) => {
  const config = oidcFields(place, decoding);
  warnOfAny('aud', config.aud, place, decoding);
  if (config.algorithms.length === 0) mistake(decoding, place, 'algorithms must not be empty');
  return config;
};

function warnOfAny(claim: string, wanted: string | undefined, place: Place, decoding: Decoding): void {
  if (wanted !== undefined) return;
  decoding.warnings.push(`${place.path} has no ${claim}: tokens with any ${claim} claim are accepted`);
}

const introspectionFields = object({
  ...bindingFields,
  url: optional(trustedUrl),
  issuer: optional(trustedUrl),
  clientId: required(text, ''),
  clientSecret: required(secret, ''),
  iss: optional(text),
  aud: optional(text),
  timeoutMs: withDefault(integer(1, 30_000), 2_000),
  cacheTtlSecs: withDefault(integer(0, 300), 30),
});

const introspection: Decoder<IntrospectionConfig> = (place, decoding) => {
  const config = introspectionFields(place, decoding);
  if ((config.url === undefined) === (config.issuer === undefined))
    mistake(decoding, place, 'needs exactly one of url and issuer');
  return config;
};

const remoteApiKeys: Decoder<RemoteApiKeysConfig> = object({
  verifyUrl: required(trustedUrl, ''),
  timeoutMs: withDefault(integer(1, 30_000), 500),
  headerName: optional(text),
  cacheTtlSecs: withDefault(integer(0, 3_600), 60),
  scopes: withDefault(list(text), []),
});

const propelauthFields = object({
  authUrl: required(trustedUrl, 'https://localhost'),
  audience: optional(text),
  issuer: optional(text),
  jwksUrl: optional(trustedUrl),
  leewaySecs: withDefault(integer(0, maxLeewaySecs), 30),
  cacheTtlSecs: withDefault(integer(1), 300),
});

const propelauth: Decoder<JwksConfig | undefined> = (place, decoding) => {
  if (place.node === undefined) return undefined;
  const { authUrl, audience, issuer, jwksUrl, leewaySecs, cacheTtlSecs } = propelauthFields(place, decoding);
  return {
    jwksUrl: jwksUrl ?? `${authUrl.replace(/\/+$/, '')}/.well-known/jwks.json`,
    iss: issuer ?? authUrl,
    aud: audience,
    leewaySecs,
    cacheTtlSecs,
    audClaim: 'aud',
    algorithms: signatureAlgorithms,
    typ: undefined,
  };
};

// Bounds of cost and memory: at most 256 MiB for one check.
const passwordHash = checkedText((value, place, decoding) =>
  /^\$scrypt\$ln=(?:[1-9]|1[0-7]),r=(?:[1-9]|1[0-6]),p=[1-9]\$[\w-]{16,}\$[\w-]{22,}$/.test(value)
    ? value
    : wrong(decoding, place, 'has to be a password hash', 'make one with hashPassword of @brrt/security'),
);

const basic: Decoder<BasicConfig> = object({
  users: record(required(passwordHash, '')),
  scopes: withDefault(list(text), []),
});

const webhookKey = checkedText((value, place, decoding) => {
  if (value.startsWith('whsk_'))
    return wrong(decoding, place, 'is a private key, which belongs to the sender', 'use whpk_…');
  if (parseWebhookKey(value) !== undefined) return value;
  return wrong(decoding, place, 'has to be a secret whsec_… of 24 to 64 octets, or a public key whpk_…');
});

const webhookSignature: Decoder<WebhookSignatureConfig> = (place, decoding) => {
  const config = object({
    secrets: withDefault(list(webhookKey), []),
    toleranceSecs: withDefault(integer(1, 3_600), 300),
    scopes: withDefault(list(text), []),
  })(place, decoding);
  if (config.secrets.length === 0) mistake(decoding, place, 'needs secrets');
  return config;
};

const developmentFields = object({
  key: optional(text),
  token: optional(text),
  username: optional(text),
  password: optional(text),
  webhookSecret: optional(webhookKey),
  loopback: withDefault(flag, false),
  subject: withDefault(text, 'developer'),
  scopes: withDefault(list(text), []),
});

const development: Decoder<DevelopmentCredential> = (place, decoding) => {
  if (place.node?.development !== true) {
    mistake(decoding, place, 'development credentials belong into config.development.yaml', 'never into config.yaml');
  }
  const credential = developmentFields(place, decoding);
  const { key, token, username, password, loopback, webhookSecret } = credential;
  const kinds = [key, token, username ?? password, webhookSecret, loopback || undefined].filter(
    (each) => each !== undefined,
  ).length;
  const isWhole = (username === undefined) === (password === undefined);
  if (kinds !== 1 || !isWhole)
    mistake(
      decoding,
      place,
      'needs exactly one of key, token, username with password, webhook_secret, or loopback: true',
    );
  return credential;
};

/** BRRTRouter's stand-ins compare a literal instead of a signature; empty sections of its files are read, values refused. */
const literalSignature: Decoder<undefined> = (place, decoding) => {
  const { signature, cookieName } = object({ signature: optional(text), cookieName: optional(text) })(place, decoding);
  if (signature === undefined && cookieName === undefined) return undefined;
  return wrong(decoding, place, 'a literal signature verifies nothing and is refused', 'use security.jwks.<scheme>');
};

const fields = object({
  apiKeys: record(apiKey),
  jwks: record(jwks),
  oidc: record(oidc),
  introspection: record(introspection),
  propelauth,
  basic: record(basic),
  webhookSignatures: record(webhookSignature),
  mutualTls: record(decodeMutualTls),
  spiffe: decodeSpiffe,
  development: record(development),
  bearer: literalSignature,
  oauth2: literalSignature,
  remoteApiKeys: record(remoteApiKeys),
  refusedCredentials: decodeRefusedCredentials,
  inquiries: decodeInquiries,
});

/** Section `security`. */
export const decodeSecurity: Decoder<SecurityConfig> = (place, decoding) => {
  const { bearer: _, oauth2: __, ...config } = fields(place, decoding);
  return config;
};
