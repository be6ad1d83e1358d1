import { selectMediaType } from '../body/index.ts';
import { DeadlineExceededError, NotAcceptableError, NotImplementedError } from '../errors/pipeline-errors.ts';
import { toHttpError } from '../errors/to-http-error.ts';
import { parsePrefer } from '../examples/index.ts';
import type { HandlerRequest, HandlerResult } from '../ports/handler.ts';
import { OperationContext } from './operation-context.ts';
import type { Awaitable, BodyValidated, Handled } from './stages.ts';
import { withDeadline } from './with-deadline.ts';

/**
 * Runs the handler, or answers from the contract where there is none. A synchronous handler is not made asynchronous.
 * @throws NotAcceptableError 406 before a handler could have effects
 * @throws DeadlineExceededError 504 · NotImplementedError 501 · whatever HttpError the handler throws · InternalError 500 for the rest
 */
export function handle(exchange: BodyValidated): Awaitable<Handled> {
  refuseUnacceptable(exchange);
  // Nobody waits for what a handler would begin now.
  if (exchange.request.headers['x-request-timeout-ms'] !== undefined && exchange.remainingMilliseconds() === 0) {
    throw new DeadlineExceededError(0);
  }
  const { handler } = exchange.compiled;
  const { path, query, headers, cookies } = exchange.params;
  const contentType = exchange.compiled.body?.contentTypeOf?.(exchange.request);
  const request = { path, query, headers, cookies, body: exchange.body, contentType };
  if (handler === undefined) return accept(exchange, answerFromContract(exchange, request));
  try {
    const { aroundHandler } = exchange.service.hooks;
    const result =
      aroundHandler === undefined
        ? handler(request as never, new OperationContext(exchange))
        : aroundHandler(exchange, () => handler(request as never, new OperationContext(exchange)));
    if (!isPromiseLike(result)) return accept(exchange, result);
    return withDeadline(exchange, result).then(
      (late) => accept(exchange, late),
      (error: unknown) => Promise.reject(toHttpError(error)),
    );
  } catch (error) {
    throw toHttpError(error);
  }
}

function accept(exchange: BodyValidated, result: HandlerResult): Handled {
  exchange.result = result;
  return exchange as Handled;
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

function answerFromContract(exchange: BodyValidated, request: HandlerRequest): HandlerResult {
  const { prefer, accept } = exchange.request.headers;
  const answer = exchange.compiled.examples().respond({ preference: parsePrefer(prefer), accept, request });
  if (answer === undefined) {
    const { operation } = exchange.compiled;
    throw new NotImplementedError(
      `The contract gives no content to answer ${operation.id} with; write src/handlers/${operation.name}.ts`,
    );
  }
  exchange.mock = answer.kind;
  exchange.preferenceApplied = answer.applied;
  exchange.exampleText = answer.text;
  return answer.result;
}
