import { Readable } from 'node:stream';
import { partScope } from './aggregate/part-scope.ts';
import { openCallScope } from './call-scope.ts';
import type { ClientRequest, ClientResponse } from './client-options.ts';
import type { CompiledCall, EncodedCall } from './compile-call.ts';
import { sendReused } from './reuse/send-reused.ts';
import { sendAgain } from './send-attempts.ts';
import type { Calling, Sending } from './sending.ts';

/** A call of an operation of a contract. */
export interface EncodingCall extends Calling {
  readonly call: CompiledCall;
}

/**
 * Sends one call, again where that is worth it, and reads its answer; or answers it from what is known already.
 * @throws UpstreamError when there is no answer that the contract allows
 * @throws the reason of the exchange's signal when the exchange ends first
 * @throws TypeError for a request that cannot be sent
 */
export async function sendCall(calling: EncodingCall, request: ClientRequest): Promise<ClientResponse> {
  return sendMessage(calling, calling.call.encode(request));
}

/** The same for a message that is there already. `isPaced`: its body is a stream that the caller is still sending. */
export async function sendMessage(
  calling: Calling,
  message: EncodedCall,
  { isPaced = false } = {},
): Promise<ClientResponse> {
  const { call, exchange } = calling;
  const part = partScope.getStore();
  const limits = { timeoutMilliseconds: call.timeoutMilliseconds, signal: part?.signal ?? exchange.signal };
  try {
    using scope = openCallScope(exchange, limits, call.names);
    const body = isPaced && message.body instanceof Readable ? scope.pace(message.body) : message.body;
    const sending: Sending = { ...calling, message: { ...message, body }, scope, parentSpanId: part?.spanId };
    const { response, error } = await (call.reuse === undefined ? sendAgain(sending) : sendReused(sending, call.reuse));
    if (response === undefined) throw error;
    return response;
  } catch (error) {
    // Not all of it has been read where the call failed, nothing where it was not sent.
    if (message.body instanceof Readable) message.body.destroy();
    throw error;
  }
}
