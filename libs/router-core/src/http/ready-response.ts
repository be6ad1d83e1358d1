import type { HealthConfig } from '../config/index.ts';
import { ProblemError } from '../errors/problem-error.ts';
import type { HttpRequest, HttpResponse } from '../ports/http-message.ts';
import type { CheckOutcome, ManagementEndpoint } from '../ports/management.ts';
import { workerProcess } from '../ports/worker.ts';
import { runWithOthers } from './crew-readiness.ts';
import { failureReason } from './failure-reason.ts';
import { isLocalRequest } from './is-local-request.ts';
import { json } from './management.ts';
import type { Readiness } from './readiness.ts';

/** What `/ready` reports beside its checks. */
export interface ServiceState {
  readonly phase: 'starting' | 'ready' | 'draining';
}

export interface ReadyParts {
  readonly state: ServiceState;
  readonly readiness: Readiness;
  readonly details: HealthConfig['details'];
}

/** `GET /ready`: 503 while starting, draining, or while something fails that nothing works without; 200 otherwise. */
export function createReadyResponse({ state, readiness, details }: ReadyParts): ManagementEndpoint['respond'] {
  const run = runWithOthers(readiness);
  return async (request): Promise<HttpResponse> => {
    const isReplaced = workerProcess()?.isReplaced === true;
    if (state.phase !== 'ready' && !isReplaced) throw notReady(`The service is ${state.phase}`);
    const outcomes = await run();
    const shown = maySeeDetails(request, details);
    const failing = outcomes.filter(({ failure }) => failure !== undefined);
    const required = failing.filter(({ degrades }) => !degrades);
    if (required.length > 0) throw notReady(shown ? `Failing: ${required.map(describe).join('; ')}` : undefined);
    const status = failing.length > 0 ? 'degraded' : 'ready';
    return json(200, shown ? { status, checks: outcomes.map(toShown) } : { status });
  };
}

function notReady(detail: string | undefined): ProblemError {
  return new ProblemError({
    status: 503,
    type: 'not-ready',
    title: 'The service is not ready',
    ...(detail === undefined ? {} : { detail }),
    headers: ['retry-after', '1'],
  });
}

function toShown(outcome: CheckOutcome) {
  const { name, degrades, failure, milliseconds, checkedAt, details } = outcome;
  return {
    name,
    status: failure === undefined ? 'ok' : 'failing',
    required: !degrades,
    ...(failure === undefined ? {} : { reason: failureReason(failure.reason) }),
    ...(details === undefined ? {} : { details: details() }),
    durationMs: Math.round(milliseconds * 1_000) / 1_000,
    checkedAt: new Date(checkedAt).toISOString(),
  };
}

function describe({ name, failure }: CheckOutcome): string {
  return `${name} (${failureReason(failure?.reason)})`;
}

function maySeeDetails(request: HttpRequest, details: HealthConfig['details']): boolean {
  return details === 'loopback' ? isLocalRequest(request) : details === 'always';
}
