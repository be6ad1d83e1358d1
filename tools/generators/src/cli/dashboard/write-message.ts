import type { CallMessage, CallRequest, CallViolation, HeaderLine, ShownMessage } from '@brrt/dashboard';
import type { Operation } from '@brrt/service-model';
import type { EncodedCallBody } from './encode-call-body.ts';
import type { EncodedValues } from './encode-values.ts';
import { type PlacedCredential, type PlacedCredentials, queryPair } from './place-credentials.ts';

/** The whole of a request, in the forms that are needed of it. */
export interface WrittenMessage {
  readonly sent: CallMessage;
  readonly shown: ShownMessage;
  readonly violations: readonly CallViolation[];
  /** The same with other texts in the place of secrets. */
  withSecrets(secretOf: (credential: PlacedCredential) => string): Pick<CallMessage, 'target' | 'headers'>;
  readonly credentials: readonly PlacedCredential[];
  readonly body: EncodedCallBody;
}

interface MessageParts {
  readonly operation: Operation;
  readonly request: CallRequest;
  readonly values: EncodedValues;
  readonly body: EncodedCallBody;
  readonly credentials: PlacedCredentials;
}

// Of the connection, or made here: a page that sets them could smuggle a second request or another host.
const protectedHeaders: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'expect', 'host', 'keep-alive', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'http2-settings'],
]);
const secretHeaders: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);
const mask = '•••';

/** Puts the parts of a request together. */
export function writeMessage(parts: MessageParts): WrittenMessage {
  const { operation, body, credentials } = parts;
  const violations: CallViolation[] = [];
  const extra = Object.entries(parts.request.headers).filter(([name, value]) => {
    const reason = refusal(name, value);
    if (reason !== undefined)
      violations.push({ in: 'header', pointer: `/${name}`, keyword: 'protected', detail: reason });
    return reason === undefined;
  });
  const write = (secretOf?: Writing['secretOf']): Pick<CallMessage, 'target' | 'headers'> =>
    lines(parts, { extra: secretOf === undefined ? extra : extra.map(hidden), secretOf });
  const { method } = operation;
  const { certificate } = credentials;
  return {
    sent: { method, ...write(), body: body.octets, ...(certificate !== undefined && { certificate }) },
    shown: { method, ...write(() => mask) },
    violations,
    withSecrets: write,
    credentials: credentials.placed,
    body,
  };
}

function refusal(name: string, value: string): string | undefined {
  if (protectedHeaders.has(name.toLowerCase())) return `${name} belongs to the connection and is not sent`;
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    return "The name of a header has only letters, digits and -_.!#$%&'*+^`|~";
  return /[^\t\x20-\x7e\x80-\xff]/.test(value)
    ? `The value of ${name} has characters that a header cannot carry`
    : undefined;
}

function hidden([name, value]: HeaderLine): HeaderLine {
  return [name, secretHeaders.has(name.toLowerCase()) ? mask : value];
}

interface Writing {
  readonly extra: readonly HeaderLine[];
  /** What is shown instead of secrets; undefined: themselves. */
  readonly secretOf: ((credential: PlacedCredential) => string) | undefined;
}

function lines(
  { operation, values, body, credentials: { placed } }: MessageParts,
  { extra, secretOf }: Writing,
): Pick<CallMessage, 'target' | 'headers'> {
  const at = (place: PlacedCredential['place']): readonly PlacedCredential[] =>
    placed.filter((credential) => credential.place === place);
  const query = [...values.query, ...at('query').map((each) => queryPair(each, secretOf?.(each)))];
  const cookies = [
    ...values.cookies,
    ...at('cookies').map((each) => `${each.name}=${secretOf?.(each) ?? each.secret}`),
  ];
  const accept = acceptOf(operation);
  const stated: readonly HeaderLine[] = [
    ...values.headers,
    ...at('headers').map((each): HeaderLine => [each.name, each.prefix + (secretOf?.(each) ?? each.secret)]),
    ...(cookies.length === 0 ? [] : [['Cookie', cookies.join('; ')] as const]),
    ...(body.contentType === undefined ? [] : [['Content-Type', body.contentType] as const]),
    ...(accept === undefined ? [] : [['Accept', accept] as const]),
    ['Accept-Encoding', 'gzip, br, zstd'],
  ];
  const overridden = new Set(extra.map(([name]) => name.toLowerCase()));
  const length = body.octets === undefined ? [] : [['Content-Length', String(body.octets.length)] as const];
  return {
    target: `${operation.basePaths[0] ?? ''}${values.path}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    headers: [...stated.filter(([name]) => !overridden.has(name.toLowerCase())), ...extra, ...length],
  };
}

/** Every media type that the contract answers with. */
function acceptOf({ responses }: Operation): string | undefined {
  const mediaTypes = new Set(responses.flatMap(({ content }) => content.map(({ mediaType }) => mediaType)));
  return mediaTypes.size === 0 ? undefined : [...mediaTypes].join(', ');
}
