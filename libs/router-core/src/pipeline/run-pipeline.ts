import { toHttpError } from '../errors/to-http-error.ts';
import type { Stage } from '../ports/exchange.ts';
import type { HttpResponse } from '../ports/http-message.ts';
import { type Awaitable, isLater } from '../ports/later.ts';
import { admit, admitCaller } from './admit.ts';
import { authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import { cors } from './cors.ts';
import { handle } from './handle.ts';
import { match } from './match.ts';
import { send, sendAnswer, sendPreflight, sendProblem, sendUpgrade } from './send.ts';
import type { ServerExchange } from './server-exchange.ts';
import type { Admitted, Authenticated, Authorized, BodyValidated, CallerAdmitted, Handled } from './stages.ts';
import { upgrade } from './upgrade.ts';
import { validateBody } from './validate-body.ts';
import { validateParams } from './validate-params.ts';
import { validateResponse } from './validate-response.ts';

/**
 * The life of a request, and the only place that knows its order:
 *
 *   match → cors → admit → authenticate → validate-params → authorize → validate-body → handle
 *   → validate-response → send
 *
 * An operation with `x-websocket` ends after `validate-body`: instead of `handle` its connection is upgraded.
 *
 * Each stage takes what the one before returned; `admit` has a second half, for who authenticated (`admitCaller`).
 * Where a stage has nothing to wait for, the next one runs at once;
 * the pipeline is cut only where one may return a promise. Any failure becomes a problem document. Never rejects.
 */
export function runPipeline(exchange: ServerExchange): Awaitable<HttpResponse> {
  try {
    begin(exchange, 'match');
    const matched = match(exchange);
    begin(exchange, 'cors');
    const checked = cors(matched);
    if ('answer' in checked)
      return checked.isPreflight ? sendPreflight(exchange, checked.answer) : sendAnswer(exchange, checked.answer);
    begin(exchange, 'admit');
    return proceed(exchange, admit(checked), afterAdmit);
  } catch (error) {
    return fail(exchange, error);
  }
}

function afterAdmit(exchange: Admitted): Awaitable<HttpResponse> {
  begin(exchange, 'authenticate');
  return proceed(exchange, authenticate(exchange), afterAuthenticate);
}

function afterAuthenticate(exchange: Authenticated): Awaitable<HttpResponse> {
  return proceed(exchange, admitCaller(exchange), afterCaller);
}

function afterCaller(exchange: CallerAdmitted): Awaitable<HttpResponse> {
  begin(exchange, 'validate-params');
  const withParams = validateParams(exchange);
  begin(exchange, 'authorize');
  return proceed(exchange, authorize(withParams), afterAuthorize);
}

function afterAuthorize(exchange: Authorized): Awaitable<HttpResponse> {
  begin(exchange, 'validate-body');
  return proceed(exchange, validateBody(exchange), afterBody);
}

function afterBody(exchange: BodyValidated): Awaitable<HttpResponse> {
  begin(exchange, 'handle');
  exchange.handlingStartedAt = performance.now();
  const { webSocket } = exchange.compiled;
  if (webSocket !== undefined) return proceed(exchange, upgrade(exchange, webSocket), sendUpgrade);
  return proceed(exchange, handle(exchange), afterHandle);
}

function afterHandle(exchange: Handled): HttpResponse {
  exchange.handlingEndedAt = performance.now();
  begin(exchange, 'validate-response');
  const checked = validateResponse(exchange);
  begin(exchange, 'send');
  return send(checked);
}

function proceed<Reached>(
  exchange: ServerExchange,
  reached: Awaitable<Reached>,
  next: (reached: Reached) => Awaitable<HttpResponse>,
): Awaitable<HttpResponse> {
  if (!isLater(reached)) return next(reached);
  return reached.then(
    (late) => attempt(exchange, late, next),
    (error: unknown) => fail(exchange, error),
  );
}

function attempt<Reached>(
  exchange: ServerExchange,
  reached: Reached,
  next: (reached: Reached) => Awaitable<HttpResponse>,
): Awaitable<HttpResponse> {
  try {
    return next(reached);
  } catch (error) {
    return fail(exchange, error);
  }
}

function fail(exchange: ServerExchange, error: unknown): HttpResponse {
  return sendProblem(exchange, toHttpError(error));
}

function begin(exchange: ServerExchange, stage: Stage): void {
  const listener = exchange.service.hooks.stages[stage];
  if (listener !== undefined) listener(exchange, stage);
}
