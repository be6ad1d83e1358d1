import type {
  ContractSubset,
  Header,
  JsonSchema,
  MediaType,
  Operation,
  Parameter,
  Response,
} from '@brrt/service-model';
import type { Direction, SchemaPlace } from '../ports/schema-compiler.ts';
import { escapePointerToken } from './json-pointer.ts';

/** Where the schema of a parameter stands: that of its `content` when it has one. */
export function parameterPlace(operation: Operation, parameter: Parameter): SchemaPlace {
  const schema = parameter.content === undefined ? parameter.schema : parameter.content.schema;
  return place('request', schema, [operation.id, 'parameters', parameter.in, parameter.name]);
}

/** The body of a request in one of its media types. */
export function requestBodyPlace(operation: Operation, mediaType: MediaType): SchemaPlace {
  return place('request', mediaType.schema, [operation.id, 'requestBody', mediaType.mediaType, 'schema']);
}

/** One item of a sequential request body (OpenAPI 3.2 §4.14). */
export function requestItemPlace(operation: Operation, mediaType: MediaType): SchemaPlace {
  const tokens = [operation.id, 'requestBody', mediaType.mediaType, 'itemSchema'];
  return itemPlace('request', mediaType, tokens);
}

/** The body of a response in one of its media types. */
export function responseBodyPlace(operation: Operation, response: Response, mediaType: MediaType): SchemaPlace {
  return place('response', mediaType.schema, [...contentOf(operation, response), mediaType.mediaType, 'schema']);
}

/** One item of a sequential response body (OpenAPI 3.2 §4.14). */
export function responseItemPlace(operation: Operation, response: Response, mediaType: MediaType): SchemaPlace {
  const tokens = [...contentOf(operation, response), mediaType.mediaType, 'itemSchema'];
  return itemPlace('response', mediaType, tokens);
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
    ]),
    ...operation.responses.flatMap((response) => listResponsePlaces(operation, response)),
  ]);
}

function listResponsePlaces(operation: Operation, response: Response): SchemaPlace[] {
  return [
    ...response.headers.map((header) => responseHeaderPlace(operation, response, header)),
    ...response.content.flatMap((mediaType) => [
      ...(mediaType.schema === undefined ? [] : [responseBodyPlace(operation, response, mediaType)]),
      ...(mediaType.itemSchema === undefined ? [] : [responseItemPlace(operation, response, mediaType)]),
    ]),
  ];
}

/** What an event carries as text is described by `contentSchema` (OpenAPI 3.2 §4.14.4). */
function itemPlace(direction: Direction, { mediaType, itemSchema }: MediaType, tokens: readonly string[]): SchemaPlace {
  const isEvent = /^\s*text\/event-stream\s*(?:;|$)/i.test(mediaType);
  return { ...place(direction, itemSchema, tokens), ...(isEvent && { assertsContent: true }) };
}

function contentOf(operation: Operation, response: Response): string[] {
  return [operation.id, 'responses', response.status, 'content'];
}

function place(direction: Direction, schema: JsonSchema | undefined, tokens: readonly string[]): SchemaPlace {
  return { key: tokens.map(escapePointerToken).join('/'), schema: schema ?? true, direction };
}
