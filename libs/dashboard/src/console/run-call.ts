import type { CallEvent, CallRequest } from '../api/console.ts';
import type { CallLimits } from './call-limits.ts';
import { createCallTrace } from './call-trace.ts';
import type { ContractTools } from './contract-tools.ts';
import { openSocket } from './open-socket.ts';
import { type OpenSockets, socketKey } from './open-sockets.ts';
import { sendMessage } from './send-message.ts';

export interface CallToRun {
  readonly tools: ContractTools;
  /** Undefined: the service does not listen. */
  readonly origin: string | undefined;
  readonly service: string;
  readonly request: CallRequest;
  readonly limits: CallLimits;
  readonly sockets: OpenSockets;
}

const notReached = { total: 0 };

/** One call from its check to the end of its answer. */
export async function* runCall(
  { tools, origin, service, request, limits, sockets }: CallToRun,
  signal: AbortSignal,
): AsyncGenerator<CallEvent> {
  const operation = (await tools.contractOf(service))?.call(request.operationId);
  if (operation === undefined) {
    yield { type: 'failed', message: `${service} has no operation ${request.operationId}`, timing: notReached };
    return;
  }
  const trace = createCallTrace();
  const { violations, message, shown, samples } = await operation.prepare(withoutTrace(request));
  const { webSocket } = operation;
  const isOnlyShown = webSocket !== undefined && request.open !== true;
  const isGood = violations.length === 0 || request.sendInvalid;
  const sent = message !== undefined && origin !== undefined && isGood && !isOnlyShown;
  const address = origin ?? 'http://127.0.0.1';
  const at = webSocket !== undefined ? address.replace(/^http/, 'ws') : address;
  yield {
    type: 'checked',
    violations,
    sent,
    ...(isOnlyShown && { note: `${request.operationId} is a WebSocket, which other programs open at this address` }),
    traceId: trace.traceId,
    url: at + shown.target,
    method: shown.method,
    headers: [...shown.headers, ['traceparent', trace.traceparent]],
    samples: samples(at),
  };
  if (origin === undefined) {
    yield { type: 'failed', message: `${service} does not run`, timing: notReached };
  } else if (sent) {
    const headers = [...message.headers, ['traceparent', trace.traceparent] as const];
    const sending = { origin, message: { ...message, headers }, check: operation.check, limits };
    yield* webSocket === undefined
      ? sendMessage(sending, signal)
      : openSocket({ ...sending, webSocket, sockets, key: socketKey(service, trace.traceId) }, signal);
  }
}

/** The trace is the dashboard's: it has to be known before the call begins. */
function withoutTrace(request: CallRequest): CallRequest {
  const headers = Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== 'traceparent');
  return { ...request, headers: Object.fromEntries(headers) };
}
