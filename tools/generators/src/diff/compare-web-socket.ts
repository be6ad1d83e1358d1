import type { PlacedSchema } from '@brrt/router-core/compare';
import type { SchemaPlace } from '@brrt/router-core/ports';
import type { Operation, WebSocketContract, WebSocketMessages } from '@brrt/service-model';
import { changedDefaults, placesWithin } from './compare-defaults.ts';
import { atPointers, moveOf } from './compare-places.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { refusedMessage } from './refused-body.ts';

/** `x-websocket`: what clients may send the new contract has to take, what it sends the old one has to know. */
export function compareWebSockets({ old, fresh }: OperationPair, context: DiffContext): readonly FoundChange[] {
  const [before, after] = [old.webSocket, fresh.webSocket];
  const common = {
    id: 'web-socket-changed',
    part: 'WebSocket',
    old: before?.source ?? old.source,
    new: after?.source ?? fresh.source,
    content: [before, after],
  } as const;
  if (before === undefined && after === undefined) return [];
  if (before === undefined || after === undefined) {
    const text = after === undefined ? 'it is no WebSocket any more' : 'it is a WebSocket now';
    return [{ ...common, direction: 'request', level: 'unknown', text }];
  }
  const limits = limitsOf(before, after).map(
    (text): FoundChange => ({ ...common, direction: 'request', level: 'unknown', text }),
  );
  return [
    ...limits,
    ...messages(
      { sender: [before.receive, context.old], receiver: [after.receive, context.fresh], reader: fresh },
      context,
    ).map((found): FoundChange => ({ ...common, ...found, part: 'WebSocket received', direction: 'request' })),
    ...receivedDefaults({ old: before.receive.schema, fresh: after.receive.schema }, context).map(
      (text): FoundChange => ({ ...common, part: 'WebSocket received', direction: 'request', level: 'unknown', text }),
    ),
    ...messages({ sender: [after.send, context.fresh], receiver: [before.send, context.old] }, context).map(
      (found): FoundChange => ({ ...common, ...found, part: 'WebSocket sent', direction: 'response' }),
    ),
  ];
}

function limitsOf(old: WebSocketContract, fresh: WebSocketContract): readonly string[] {
  const gone = old.subprotocols.filter((name) => !fresh.subprotocols.includes(name));
  const fields = ['maxMessageBytes', 'maxConnections', 'idleTimeoutSeconds'] as const;
  const changed = fields.filter((field) => old[field] !== fresh[field]);
  const added = old.subprotocols.length === 0 && fresh.subprotocols.length > 0;
  return [
    ...(gone.length > 0 ? [`the subprotocol ${gone.join(', ')} is gone`] : []),
    ...(added ? [`subprotocols are asked for: ${fresh.subprotocols.join(', ')}`] : []),
    ...changed.map((field) => `${field} is ${fresh[field] ?? 'not limited'} instead of ${old[field] ?? 'not limited'}`),
  ];
}

/** What a handler takes for what a message leaves out. */
function receivedDefaults(schemas: Parameters<typeof changedDefaults>[0], context: DiffContext): readonly string[] {
  const within = placesWithin(changedDefaults(schemas, context));
  return within === '' ? [] : [`messages: ${within} means another value`];
}

type Side = readonly [WebSocketMessages, DiffContext['old']];

interface Direction {
  readonly sender: Side;
  readonly receiver: Side;
  /** The service; undefined: its client. */
  readonly reader?: Operation;
}

type Finding = Pick<FoundChange, 'level' | 'text' | 'witness'>;

function messages({ sender, receiver, reader }: Direction, context: DiffContext): readonly Finding[] {
  const [sent, taken] = [sender[0], receiver[0]];
  const octets: readonly Finding[] =
    sent.binary && !taken.binary ? [{ level: 'unknown', text: 'messages of octets are not expected' }] : [];
  if (sent.schema === undefined) return octets;
  const way = reader === undefined ? 'response' : 'request';
  const [from, to] = [placed(sender, way), placed(receiver, way)];
  const movement = moveOf(from, to, context);
  if (movement.kind === 'unknown')
    return [...octets, { level: 'unknown', text: `messages may not fit: ${movement.reason}` }];
  if (movement.kind === 'wider')
    return [...octets, { level: 'compatible', text: 'fewer messages than could be, or more are taken' }];
  if (movement.kind !== 'broken') return octets;
  const refused =
    reader === undefined
      ? { value: movement.witness, pointers: movement.pointers }
      : refusedMessage({ operation: reader, sender: from, receiver: to, found: movement }, context);
  if ('reason' in refused) return [...octets, { level: 'unknown', text: `messages may not fit: ${refused.reason}` }];
  const witness = { kind: 'response', text: JSON.stringify(refused.value) } as const;
  const text = `messages may hold what their receiver refuses${atPointers(refused.pointers)}`;
  return [...octets, { level: 'breaking', text, witness }];
}

function placed([{ schema }, { model }]: Side, direction: SchemaPlace['direction']): PlacedSchema {
  return { contract: model, place: { key: 'WebSocket', schema: schema ?? false, direction } };
}
