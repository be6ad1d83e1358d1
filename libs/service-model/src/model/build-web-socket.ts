import { isToken } from '../parse/is-token.ts';
import { nearestName } from '../parse/nearest-name.ts';
import type { BuildContext } from './build-context.ts';
import { definedFields, fieldOf, isJsonObject, listField, objectField } from './fields.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { PathItemOperation } from './path-item-operations.ts';
import { schemaField } from './schema-field.ts';
import type { WebSocketContract } from './service-model.ts';

const extension = 'x-websocket';
const limits = ['maxMessageBytes', 'maxConnections', 'idleTimeoutSeconds'] as const;
const fields: readonly string[] = ['receive', 'send', 'binary', 'subprotocols', ...limits];
const directions: readonly string[] = ['receive', 'send'];

interface WebSocketSource extends Pick<PathItemOperation, 'method' | 'operation'> {
  readonly pathItem: JsonObject;
}

/** `x-websocket` of an operation; undefined where it has none. */
export function buildWebSocket(source: WebSocketSource, context: BuildContext): WebSocketContract | undefined {
  const { operation, pathItem } = source;
  if (Object.hasOwn(pathItem, extension)) reportMisplaced(pathItem, context);
  const from = objectField(operation, extension);
  if (from === undefined) return undefined;
  const binary = namesIn(from, 'binary', context);
  checkFields(from, context);
  checkBinary(from, binary, context);
  checkHandshake(source, context);
  const [receive, send] = directions.map((direction) => ({
    ...definedFields<Pick<WebSocketContract['receive'], 'schema'>>({ schema: schemaField(from, direction) }),
    binary: binary.includes(direction),
  }));
  if (receive === undefined || send === undefined) return undefined; // there are two directions
  if ([receive, send].every(({ schema, binary: octets }) => schema === undefined && !octets)) {
    const message = 'Nothing is said over this WebSocket';
    refuse(from, undefined, { message, hint: 'Describe what the service receives or sends: receive, send' }, context);
  }
  return {
    receive,
    send,
    subprotocols: subprotocolsIn(from, context),
    ...definedFields<Pick<WebSocketContract, (typeof limits)[number]>>({
      maxMessageBytes: limitIn(from, 'maxMessageBytes', context),
      maxConnections: limitIn(from, 'maxConnections', context),
      idleTimeoutSeconds: limitIn(from, 'idleTimeoutSeconds', context),
    }),
    source: context.sources.locate(operation, extension),
  };
}

// RFC 6455 §4.1: the handshake is a GET; what comes after it are frames.
function checkHandshake({ method, operation }: WebSocketSource, context: BuildContext): void {
  if (method !== 'GET') {
    const hint = 'Describe it under "get"';
    refuse(operation, extension, { message: `A WebSocket is opened by GET, not by ${method}`, hint }, context);
  }
  if (Object.hasOwn(operation, 'requestBody')) {
    const message = 'The request that opens a WebSocket has no body';
    refuse(operation, 'requestBody', { message, hint: 'Describe the messages under x-websocket.receive' }, context);
  }
  const responses = objectField(operation, 'responses') ?? {};
  for (const status of Object.keys(responses).filter((each) => each.startsWith('2'))) {
    context.report.warning({
      at: context.sources.locate(responses, status),
      code: 'ignored-field',
      message: `${status} is never answered: the connection becomes a WebSocket (101), or the request is refused`,
      hint: 'Describe 101 instead',
    });
  }
}

function checkFields(from: JsonObject, context: BuildContext): void {
  for (const key of Object.keys(from)) {
    if (fields.includes(key) || key.startsWith('x-')) continue;
    const near = nearestName(key, fields);
    const hint = near === undefined ? `There are ${fields.join(', ')}` : `Did you mean "${near}"?`;
    unknownSetting(from, key, { message: `"${key}" is no field of ${extension}`, hint }, context);
  }
}

function checkBinary(from: JsonObject, names: readonly string[], context: BuildContext): void {
  const unknown = names.find((name) => !directions.includes(name));
  if (unknown === undefined) return;
  const near = nearestName(unknown, directions);
  const hint = near === undefined ? 'Write [receive], [send] or both' : `Did you mean "${near}"?`;
  unknownSetting(from, 'binary', { message: `"${unknown}" is no direction of messages`, hint }, context);
}

function subprotocolsIn(from: JsonObject, context: BuildContext): readonly string[] {
  const names = namesIn(from, 'subprotocols', context);
  const wrong = names.find((name) => !isToken(name));
  if (wrong !== undefined) {
    // RFC 6455 §4.1
    const message = `"${wrong}" cannot be the name of a subprotocol`;
    unknownSetting(from, 'subprotocols', { message, hint: 'Write a name without spaces, such as orders.v1' }, context);
  }
  return [...new Set(names)];
}

function namesIn(from: JsonObject, key: string, context: BuildContext): readonly string[] {
  const names = listField(from, key).filter((name) => typeof name === 'string');
  const written = fieldOf(from, key);
  if (written !== undefined && !(Array.isArray(written) && names.length === written.length))
    unknownSetting(from, key, { message: `"${key}" must be a list of names`, hint: `Write ${key}: […]` }, context);
  return names;
}

function limitIn(from: JsonObject, key: string, context: BuildContext): number | undefined {
  const value: JsonValue | undefined = fieldOf(from, key);
  if (value === undefined || isLimit(value)) return value;
  unknownSetting(from, key, { message: `"${key}" must be a whole number above 0`, hint: 'Such as 65536' }, context);
  return undefined;
}

function isLimit(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

interface Words {
  readonly message: string;
  readonly hint: string;
}

function refuse(at: JsonObject, key: string | undefined, words: Words, { report, sources }: BuildContext): void {
  report.error({ at: sources.locate(at, key), code: 'invalid-websocket', ...words });
}

function unknownSetting(at: JsonObject, key: string, words: Words, { report, sources }: BuildContext): void {
  report.error({ at: sources.locate(at, key), code: 'unknown-setting', ...words });
}

function reportMisplaced(pathItem: JsonObject, { report, sources }: BuildContext): void {
  report.warning({
    at: sources.locate(pathItem, extension),
    code: 'extension-without-effect',
    message: `"${extension}" stands in an operation, not beside several`,
    hint: isJsonObject(fieldOf(pathItem, 'get')) ? 'Move it under "get"' : 'Write it under "get"',
  });
}
