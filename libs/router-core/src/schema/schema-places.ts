import type {
  Callback,
  ContractSubset,
  Encoding,
  Header,
  JsonSchema,
  MediaType,
  Operation,
  Parameter,
  Response,
  ServiceModel,
} from '@brrt/service-model';
import { partsView } from '../body/multipart/parts-view.ts';
import type { Direction, SchemaPlace } from '../ports/schema-compiler.ts';
import { assertContent } from './assert-content.ts';
import { escapePointerToken } from './json-pointer.ts';

/** Where the schema of a parameter stands: that of its `content` when it has one. */
export function parameterPlace(operation: Operation, parameter: Parameter): SchemaPlace {
  const schema = parameter.content === undefined ? parameter.schema : parameter.content.schema;
  return place('request', schema, [operation.id, 'parameters', parameter.in, parameter.name]);
}

/** The body of a request in one of its media types. */
export function requestBodyPlace(operation: Operation, mediaType: MediaType): SchemaPlace {
  const tokens = [operation.id, 'requestBody', mediaType.mediaType, 'schema'];
  return bodyPlace('request', mediaType, tokens);
}

/** One item of a sequential request body (OpenAPI 3.2 §4.14). */
export function requestItemPlace(operation: Operation, mediaType: MediaType): SchemaPlace {
  const tokens = [operation.id, 'requestBody', mediaType.mediaType, 'itemSchema'];
  return itemPlace('request', mediaType, tokens);
}

/** The body of a response in one of its media types. */
export function responseBodyPlace(operation: Operation, response: Response, mediaType: MediaType): SchemaPlace {
  const tokens = [...contentOf(operation, response), mediaType.mediaType, 'schema'];
  return bodyPlace('response', mediaType, tokens);
}

/** One item of a sequential response body (OpenAPI 3.2 §4.14). */
export function responseItemPlace(operation: Operation, response: Response, mediaType: MediaType): SchemaPlace {
  const tokens = [...contentOf(operation, response), mediaType.mediaType, 'itemSchema'];
  return itemPlace('response', mediaType, tokens);
}

/** Where an Encoding Object stands: `['encoding', 'photo']`, `['prefixEncoding', '0', 'itemEncoding']`. */
interface PartPlace {
  readonly operation: Operation;
  readonly media: MediaType;
  readonly path: readonly string[];
}

/** A header of a part of a request. */
export function requestPartHeaderPlace({ operation, media, path }: PartPlace, header: Header): SchemaPlace {
  const tokens = [operation.id, 'requestBody', media.mediaType, ...path, 'headers', header.name];
  return place('request', header.content === undefined ? header.schema : header.content.schema, tokens);
}

/** A header of a part of a response. */
export function responsePartHeaderPlace(
  { operation, response, media, path }: PartPlace & { readonly response: Response },
  header: Header,
): SchemaPlace {
  const tokens = [...contentOf(operation, response), media.mediaType, ...path, 'headers', header.name];
  return place('response', header.content === undefined ? header.schema : header.content.schema, tokens);
}

/** A text message of a WebSocket: what the service receives is a request, what it sends a response. */
export function messagePlace(operation: Operation, way: 'receive' | 'send'): SchemaPlace {
  const direction = way === 'receive' ? 'request' : 'response';
  return place(direction, operation.webSocket?.[way].schema, [operation.id, 'webSocket', way]);
}

type Encodings = Pick<Encoding, 'encoding' | 'prefixEncoding' | 'itemEncoding'>;

/** Every header of every part, with where its Encoding Object stands. */
function listPartHeaders(encodings: Encodings, path: readonly string[] = []): (readonly [readonly string[], Header])[] {
  const { encoding = {}, prefixEncoding = [], itemEncoding } = encodings;
  const found: (readonly [readonly string[], Encoding])[] = [
    ...Object.entries(encoding).map(([name, own]) => [[...path, 'encoding', name], own] as const),
    ...prefixEncoding.map((own, index) => [[...path, 'prefixEncoding', String(index)], own] as const),
    ...(itemEncoding === undefined ? [] : [[[...path, 'itemEncoding'], itemEncoding] as const]),
  ];
  return found.flatMap(([at, own]) => [
    ...own.headers.map((header) => [at, header] as const),
    ...listPartHeaders(own, at),
  ]);
}

/** A response header: that of its `content` when it has one. */
export function responseHeaderPlace(operation: Operation, response: Response, header: Header): SchemaPlace {
  const schema = header.content === undefined ? header.schema : header.content.schema;
  return place('response', schema, [operation.id, 'responses', response.status, 'headers', header.name]);
}

/** Every place of a contract that is checked, in the order of the document. Callbacks are requests to others: not here. */
export function listSchemaPlaces(contract: ContractSubset): SchemaPlace[] {
  return contract.operations.flatMap((operation) => [
    ...operation.parameters.map((parameter) => parameterPlace(operation, parameter)),
    ...(operation.requestBody?.content ?? []).flatMap((mediaType) => [
      ...(mediaType.schema === undefined ? [] : [requestBodyPlace(operation, mediaType)]),
      ...(mediaType.itemSchema === undefined ? [] : [requestItemPlace(operation, mediaType)]),
      ...listPartHeaders(mediaType).map(([path, header]) =>
        requestPartHeaderPlace({ operation, media: mediaType, path }, header),
      ),
    ]),
    ...operation.responses.flatMap((response) => listResponsePlaces(operation, response)),
    ...messageWays(operation).map((way) => messagePlace(operation, way)),
  ]);
}

/** A request that the service sends: where in the contract it stands, and what it is. */
export interface SentRequest {
  /** The operation whose callback it is; undefined for a webhook. */
  readonly operation: Pick<Operation, 'id'> | undefined;
  readonly callback: Callback;
}

/** The body of a request that the service sends: its own, so what is `readOnly` belongs to it. */
export function sentBodyPlace(sent: SentRequest, mediaType: MediaType): SchemaPlace {
  return bodyPlace('response', mediaType, [...sentTokens(sent), 'requestBody', mediaType.mediaType, 'schema']);
}

/** A parameter of a request that the service sends. */
export function sentParameterPlace(sent: SentRequest, { name, in: where, schema, content }: Parameter): SchemaPlace {
  return place('response', content?.schema ?? schema, [...sentTokens(sent), 'parameters', where, name]);
}

/** Everything that a service sends on its own: callbacks and webhooks. */
export function listSentRequests({
  operations,
  webhooks = [],
}: Pick<ContractSubset, 'operations'> & Partial<Pick<ServiceModel, 'webhooks'>>): readonly SentRequest[] {
  return [
    ...operations.flatMap((operation) => operation.callbacks.map((callback) => ({ operation, callback }))),
    ...webhooks.map((callback) => ({ operation: undefined, callback })),
  ];
}

/** Every place of those requests that is checked before they are sent. */
export function listSentPlaces(contract: Parameters<typeof listSentRequests>[0]): SchemaPlace[] {
  return listSentRequests(contract).flatMap((sent) => [
    ...sent.callback.parameters.map((parameter) => sentParameterPlace(sent, parameter)),
    ...(sent.callback.requestBody?.content ?? []).flatMap((media) =>
      media.schema === undefined ? [] : [sentBodyPlace(sent, media)],
    ),
  ]);
}

// No operation has an empty id.
function sentTokens({ operation, callback: { name, method, expression } }: SentRequest): readonly string[] {
  return ['', ...(operation === undefined ? ['webhooks'] : ['callbacks', operation.id]), name, method, expression];
}

/** The directions in which text messages are described. */
function messageWays({ webSocket }: Operation): readonly ('receive' | 'send')[] {
  return (['receive', 'send'] as const).filter((way) => webSocket?.[way].schema !== undefined);
}

function listResponsePlaces(operation: Operation, response: Response): SchemaPlace[] {
  return [
    ...response.headers.map((header) => responseHeaderPlace(operation, response, header)),
    ...response.content.flatMap((mediaType) => [
      ...(mediaType.schema === undefined ? [] : [responseBodyPlace(operation, response, mediaType)]),
      ...(mediaType.itemSchema === undefined ? [] : [responseItemPlace(operation, response, mediaType)]),
      ...listPartHeaders(mediaType).map(([path, header]) =>
        responsePartHeaderPlace({ operation, response, media: mediaType, path }, header),
      ),
    ]),
  ];
}

/** Parts that are octets are no JSON. */
function bodyPlace(direction: Direction, media: MediaType, tokens: readonly string[]): SchemaPlace {
  const declared = place(direction, media.schema, tokens);
  if (!isMultipart(media)) return declared;
  const derive: SchemaPlace['derive'] = (schema, schemas) =>
    partsView({ ...media, schema }, { contract: { schemas }, file: true }).schema ?? true;
  return { ...declared, derive };
}

/** What an event carries as text is described by `contentSchema` (OpenAPI 3.2 §4.14.4); parts as above. */
function itemPlace(direction: Direction, media: MediaType, tokens: readonly string[]): SchemaPlace {
  const declared = place(direction, media.itemSchema, tokens);
  if (/^\s*text\/event-stream\s*(?:;|$)/i.test(media.mediaType)) return { ...declared, derive: assertContent };
  if (!isMultipart(media)) return declared;
  const derive: SchemaPlace['derive'] = (itemSchema, schemas) =>
    partsView({ ...media, itemSchema }, { contract: { schemas }, file: true }).itemSchema ?? true;
  return { ...declared, derive };
}

function isMultipart({ mediaType }: MediaType): boolean {
  return /^\s*multipart\//i.test(mediaType);
}

function contentOf(operation: Operation, response: Response): string[] {
  return [operation.id, 'responses', response.status, 'content'];
}

function place(direction: Direction, schema: JsonSchema | undefined, tokens: readonly string[]): SchemaPlace {
  return { key: tokens.map(escapePointerToken).join('/'), schema: schema ?? true, direction };
}
