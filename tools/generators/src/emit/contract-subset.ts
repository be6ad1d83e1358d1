import type {
  ContractSubset,
  Encoding,
  Header,
  JsonSchema,
  MediaType,
  Operation,
  Parameter,
  Response,
  ServiceModel,
  WebSocketContract,
  WebSocketMessages,
} from '@brrt/service-model';
import { reachableNames, withoutAnnotations } from './json-schema.ts';

/** What a client of `operations` needs of the contract: without prose, examples and places in files. */
export function contractSubset(model: ServiceModel, operations: readonly Operation[]): ContractSubset {
  const schemeNames = new Set(operations.flatMap(({ security }) => security.flat().map(({ scheme }) => scheme)));
  const names = reachableNames(operations.flatMap(schemasOf), model.schemas);
  return {
    operations: operations.map(bareOperation),
    schemas: Object.fromEntries(
      Object.entries(model.schemas)
        .filter(([name]) => names.has(name))
        .map(([name, schema]) => [name, withoutAnnotations(schema)]),
    ),
    securitySchemes: Object.fromEntries(
      Object.entries(model.securitySchemes)
        .filter(([name]) => schemeNames.has(name))
        .map(([name, { description: _, ...scheme }]) => [name, { ...scheme, source: nowhere }]),
    ),
  };
}

const nowhere = { file: '', line: 0, column: 0, pointer: '' } as const;

/** Every schema that a request of the operations is checked with. */
export function requestSchemas(
  operations: readonly Pick<Operation, 'parameters' | 'requestBody' | 'webSocket'>[],
): readonly JsonSchema[] {
  return operations.flatMap(({ parameters, requestBody, webSocket }) => [
    ...messageSchemas(webSocket?.receive),
    ...fieldSchemas(parameters),
    ...mediaSchemas(requestBody?.content ?? []),
  ]);
}

/** Every schema of the answers to an operation, or to a request of the service's own. */
export function answerSchemas({
  responses,
  webSocket,
}: Pick<Operation, 'responses' | 'webSocket'>): readonly JsonSchema[] {
  const answers = responses.flatMap(({ headers, content }) => [...fieldSchemas(headers), ...mediaSchemas(content)]);
  return [...answers, ...messageSchemas(webSocket?.send)];
}

function messageSchemas(messages: WebSocketMessages | undefined): readonly JsonSchema[] {
  return messages?.schema === undefined ? [] : [messages.schema];
}

function schemasOf(operation: Operation): readonly JsonSchema[] {
  return [...requestSchemas([operation]), ...answerSchemas(operation)];
}

function fieldSchemas(fields: readonly (Parameter | Header)[]): readonly JsonSchema[] {
  return fields.flatMap(({ schema, content }) => [schema, ...mediaSchemas(content === undefined ? [] : [content])]);
}

function mediaSchemas(content: readonly MediaType[]): readonly JsonSchema[] {
  return content.flatMap(({ schema, itemSchema }) => [schema, itemSchema]).filter((schema) => schema !== undefined);
}

function bareOperation({ description: _, summary: __, ...operation }: Operation): Operation {
  const { requestBody, webSocket } = operation;
  return {
    ...operation,
    ...(webSocket === undefined ? {} : { webSocket: bareWebSocket(webSocket) }),
    parameters: operation.parameters.map((parameter) => ({ ...bareField(parameter), examples: [] })),
    ...(requestBody === undefined
      ? {}
      : {
          requestBody: { required: requestBody.required, content: requestBody.content.map(bareMedia), source: nowhere },
        }),
    responses: operation.responses.map(bareResponse),
    callbacks: [],
    source: nowhere,
  };
}

function bareWebSocket(webSocket: WebSocketContract): WebSocketContract {
  const { receive, send } = webSocket;
  return { ...webSocket, receive: bareMessages(receive), send: bareMessages(send), source: nowhere };
}

function bareMessages({ schema, ...rest }: WebSocketMessages): WebSocketMessages {
  return schema === undefined ? rest : { ...rest, schema: withoutAnnotations(schema) };
}

function bareResponse(response: Response): Response {
  return {
    ...response,
    description: '',
    headers: response.headers.map((header) => ({ ...bareField(header), examples: [] })),
    content: response.content.map(bareMedia),
    links: [],
    source: nowhere,
  };
}

export function bareField<Field extends Parameter | Header>({
  description: _,
  ...field
}: Field): Omit<Field, 'description'> {
  const content = field.content === undefined ? {} : { content: bareMedia(field.content) };
  return { ...field, ...content, schema: withoutAnnotations(field.schema), source: nowhere };
}

export function bareMedia(media: MediaType): MediaType {
  const { schema, itemSchema, ...rest } = media;
  return {
    ...rest,
    ...bareEncodings(media),
    encoding: mapValues(media.encoding, bareEncoding),
    ...(schema === undefined ? {} : { schema: withoutAnnotations(schema) }),
    ...(itemSchema === undefined ? {} : { itemSchema: withoutAnnotations(itemSchema) }),
    examples: [],
    source: nowhere,
  };
}

type Encodings = Pick<Encoding, 'encoding' | 'prefixEncoding' | 'itemEncoding'>;

function bareEncodings({ encoding, prefixEncoding, itemEncoding }: Encodings): Encodings {
  return {
    ...(encoding !== undefined && { encoding: mapValues(encoding, bareEncoding) }),
    ...(prefixEncoding !== undefined && { prefixEncoding: prefixEncoding.map(bareEncoding) }),
    ...(itemEncoding !== undefined && { itemEncoding: bareEncoding(itemEncoding) }),
  };
}

function bareEncoding(encoding: Encoding): Encoding {
  const headers = encoding.headers.map((header) => ({ ...bareField(header), examples: [] }));
  return { ...encoding, ...bareEncodings(encoding), headers };
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
