import type { Operation } from '@brrt/service-model';
import type { WebSocketConfig } from '../config/index.ts';
import type { Contract } from '../ports/schema-compiler.ts';
import { compileMessages, type MessageCodec } from './message-codec.ts';
import { compileMessageExamples, type MessageExamples } from './message-examples.ts';

/** Everything that contract and configuration decide about one WebSocket operation, and how many connections it has. */
export interface CompiledWebSocket {
  readonly receives: MessageCodec;
  readonly sends: MessageCodec;
  readonly subprotocols: readonly string[];
  readonly maxMessageBytes: number;
  readonly maxWaitingBytes: number;
  readonly idleMilliseconds: number;
  /** Undefined: nothing can be made up for what the service sends. */
  readonly examples: () => MessageExamples | undefined;
  /** Whether one more connection is too many. */
  readonly isFull: () => boolean;
  opened(): void;
  closed(): void;
}

/** Open connections of a whole service. */
export interface OpenConnections {
  count: number;
}

export interface WebSocketContext {
  readonly contract: Contract;
  readonly config: WebSocketConfig;
  readonly validatesSent: boolean;
  readonly open: OpenConnections;
  readonly warn: (message: string) => void;
}

/** Undefined for an operation that is none. */
export function compileWebSocket(operation: Operation, context: WebSocketContext): CompiledWebSocket | undefined {
  const { webSocket } = operation;
  if (webSocket === undefined) return undefined;
  const { contract, config, open, validatesSent } = context;
  const { model, schemas } = contract;
  const { maxConnections = Number.POSITIVE_INFINITY, idleTimeoutSeconds } = webSocket;
  let examples: { readonly found: MessageExamples | undefined } | undefined;
  let own = 0;
  return {
    receives: compileMessages(operation, 'receive', { contract: model, schemas }),
    sends: compileMessages(operation, 'send', { contract: model, schemas: validatesSent ? schemas : undefined }),
    subprotocols: webSocket.subprotocols,
    maxMessageBytes: webSocket.maxMessageBytes ?? bodyLimit(operation) ?? config.maxMessageBytes,
    maxWaitingBytes: config.maxWaitingBytes,
    idleMilliseconds:
      (idleTimeoutSeconds === undefined ? config.idleTimeoutMs : idleTimeoutSeconds * 1000) || Number.POSITIVE_INFINITY,
    examples: () => {
      examples ??= { found: compileMessageExamples(operation, context) };
      return examples.found;
    },
    isFull: () => own >= maxConnections || open.count >= config.maxConnections,
    opened() {
      own++;
      open.count++;
    },
    closed() {
      own--;
      open.count--;
    },
  };
}

/** BRRTRouter's limit of a body holds for a message. */
function bodyLimit({ extensions }: Operation): number | undefined {
  const bytes = extensions['x-brrtrouter-body-size-bytes'];
  return typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
