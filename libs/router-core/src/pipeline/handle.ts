import { selectMediaType } from '../body/index.ts';
import { DeadlineExceededError, NotAcceptableError, NotImplementedError } from '../errors/pipeline-errors.ts';
import { toHttpError } from '../errors/to-http-error.ts';
import { parsePrefer } from '../examples/index.ts';
import type { HandlerRequest, HandlerResult } from '../ports/handler.ts';
import type { Awaitable } from '../ports/later.ts';
import type { MockState } from '../ports/mock-switches.ts';
import { disturb, switchedPreference } from './as-switched.ts';
import { OperationContext } from './operation-context.ts';
import { passOn } from './pass-on.ts';
import type { BodyValidated, Handled } from './stages.ts';
import { withDeadline } from './with-deadline.ts';

/**
 * Runs the handler, asks the service that answers instead, or answers from the contract. A synchronous handler is not made asynchronous.
 * @throws NotAcceptableError 406 before a handler could have effects
 * @throws DeadlineExceededError 504 · NotImplementedError 501 · whatever HttpError the handler throws · InternalError 500 for the rest
 */
export function handle(exchange: BodyValidated): Awaitable<Handled> {
  refuseUnacceptable(exchange);
  // Nobody waits for what a handler would begin now.
  if (exchange.request.headers['x-request-timeout-ms'] !== undefined && exchange.remainingMilliseconds() === 0) {
    throw new DeadlineExceededError(0);
  }
  const { path, query, headers, cookies } = exchange.params;
  const contentType = exchange.compiled.body?.contentTypeOf?.(exchange.request);
  const request = { path, query, headers, cookies, body: exchange.body, contentType };
  const { switches, operation } = exchange.compiled;
  const state = switches?.stateOf(operation.id);
  return state === undefined ? answer(exchange, request) : answerAs(state, exchange, request);
}

/** As the operation is written. */
function answer(exchange: BodyValidated, request: HandlerRequest): Awaitable<Handled> {
  const { handler, passThrough } = exchange.compiled;
  if (passThrough !== undefined) return passOn(exchange, passThrough);
  if (handler === undefined) return accept(exchange, answerFromContract(exchange, request));
  try {
    const { aroundHandler } = exchange.service.hooks;
    const result =
      aroundHandler === undefined
        ? handler(request as never, new OperationContext(exchange))
        : aroundHandler(exchange, () => handler(request as never, new OperationContext(exchange)));
    if (!isPromiseLike(result)) return accept(exchange, result);
    return acceptLate(exchange, result);
  } catch (error) {
    throw toHttpError(error);
  }
}

/** As somebody tries out. */
function answerAs(state: MockState, exchange: BodyValidated, request: HandlerRequest): Awaitable<Handled> {
  switch (state.mode) {
    case 'handler':
      return answer(exchange, request);
    case 'contract':
      return accept(exchange, answerFromContract(exchange, request));
    case 'chaos':
      return disturb(exchange, state).then(() => answer(exchange, request));
    case 'example':
    case 'generated': {
      const result = answerFromContract(exchange, request, switchedPreference(state, exchange.compiled.operation));
      // The client had no part in it.
      exchange.preferences = undefined;
      return accept(exchange, result);
    }
  }
}

function accept(exchange: BodyValidated, result: HandlerResult): Handled {
  exchange.result = result;
  return exchange as Handled;
}

function acceptLate(exchange: BodyValidated, result: Promise<HandlerResult>): Promise<Handled> {
  const { concurrency } = exchange.compiled;
  const began = concurrency?.begin() ?? 0;
  return withDeadline(exchange, result).then(
    (late) => {
      concurrency?.ended(began);
      return accept(exchange, late);
    },
    (error: unknown) => {
      concurrency?.ended(began);
      throw toHttpError(error);
    },
  );
}

function isPromiseLike(value: unknown): value is Promise<HandlerResult> {
  return value instanceof Promise || typeof (value as { then?: unknown } | undefined)?.then === 'function';
}

function refuseUnacceptable(exchange: BodyValidated): void {
  const { accept: accepted } = exchange.request.headers;
  const { successTypes } = exchange.compiled.responses;
  if (accepted === undefined || accepted === '*/*' || successTypes.length === 0) return;
  if (selectMediaType(accepted, successTypes) === undefined) throw new NotAcceptableError(successTypes);
}

function answerFromContract(
  exchange: BodyValidated,
  request: HandlerRequest,
  preference = parsePrefer(exchange.request.headers.prefer),
): HandlerResult {
  const { accept } = exchange.request.headers;
  const example = exchange.compiled.examples().respond({ preference, accept, request });
  if (example === undefined) {
    const { operation } = exchange.compiled;
    throw new NotImplementedError(
      `The contract gives no content to answer ${operation.id} with; show an example there, or write src/handlers/${operation.name}.ts`,
    );
  }
  exchange.mock = example.kind;
  exchange.preferences = example;
  exchange.exampleText = example.text;
  return example.result;
}
