import type { Operation } from '@brrt/service-model';
import { pascalCase } from './code-text.ts';
import type { OperationTypes } from './emit-request.ts';

/** `export type WatchOrderSocket`: both directions as one side has them. '' for an operation that is none. */
export function emitWebSocket(operation: Operation, side: 'service' | 'client', context: OperationTypes): string {
  if (operation.webSocket === undefined) return '';
  const received = messageType(operation.webSocket.receive, 'request', context);
  const sent = messageType(operation.webSocket.send, 'response', context);
  const [incoming, outgoing] = side === 'service' ? [received, sent] : [sent, received];
  const channel = context.names.use('WebSocketChannel');
  return `export type ${socketTypeName(operation)} = ${channel}<${incoming}, ${outgoing}>;\n`;
}

export function socketTypeName({ name }: Pick<Operation, 'name'>): string {
  return `${pascalCase(name)}Socket`;
}

type Messages = NonNullable<Operation['webSocket']>['receive'];

/** `never` where there are none. */
function messageType(
  { schema, binary }: Messages,
  direction: 'request' | 'response',
  { types }: OperationTypes,
): string {
  const text = schema === undefined ? [] : [types.typeOf(schema, direction, '')];
  const all = [...text, ...(binary ? ['Uint8Array'] : [])];
  return all.length === 0 ? 'never' : all.join(' | ');
}
