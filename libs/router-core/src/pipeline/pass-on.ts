import type { CompiledPassThrough } from '../compile/compile-pass-through.ts';
import { toHttpError } from '../errors/to-http-error.ts';
import type { PassedRequest, PassedResponse } from '../ports/gateway.ts';
import type { BodyValidated, Handled } from './stages.ts';
import { withDeadline } from './with-deadline.ts';

/**
 * Another service answers: the request goes on to it as it was accepted, and its answer comes back checked.
 * @throws RequestValidationError 400 for a path parameter that would lead to another path there
 */
export function passOn(exchange: BodyValidated, { send, path, query }: CompiledPassThrough): Promise<Handled> {
  const request: PassedRequest = {
    path: path(exchange.pathValues),
    query: query(exchange.request.query),
    // The cast: the body reader of an operation that is passed on gives nothing else.
    body: exchange.body as PassedRequest['body'],
  };
  const { concurrency } = exchange.compiled;
  const began = concurrency?.begin() ?? 0;
  return withDeadline(exchange, send(request, exchange)).then(
    (response) => {
      concurrency?.ended(began);
      return accept(exchange, response);
    },
    (error: unknown) => {
      concurrency?.ended(began);
      throw toHttpError(error);
    },
  );
}

function accept(exchange: BodyValidated, passed: PassedResponse): Handled {
  const { status, body } = passed;
  exchange.passedOn = passed;
  exchange.result = { status, body };
  return exchange as Handled;
}
