import { ProblemError } from '../errors/problem-error.ts';
import type { HttpResponse } from '../ports/http-message.ts';
import type { ManagementEndpoint, ReadinessCheck } from '../ports/management.ts';
import type { Contract } from '../ports/schema-compiler.ts';

/** What `/ready` reports beside its checks. */
export interface ServiceState {
  readonly phase: 'starting' | 'ready' | 'draining';
}

const checkTimeoutMilliseconds = 2000;

/** Endpoints that every service has (liveness, readiness, the contract), and those that extensions bring. */
export function createManagement(
  contract: Contract,
  state: ServiceState,
  parts: { readonly endpoints: readonly ManagementEndpoint[]; readonly readiness: readonly ReadinessCheck[] },
): ReadonlyMap<string, ManagementEndpoint> {
  const alive = json(200, { status: 'ok' });
  const ready = () => respondReady(state, parts.readiness);
  const endpoints: readonly ManagementEndpoint[] = [
    { path: '/health', respond: () => alive },
    { path: '/livez', respond: () => alive },
    { path: '/ready', respond: ready },
    { path: '/readyz', respond: ready },
    { path: '/openapi.json', respond: () => text('application/openapi+json', contract.document('json')) },
    { path: '/openapi.yaml', respond: () => text('application/openapi+yaml', contract.document('yaml')) },
    ...parts.endpoints,
  ];
  return new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]));
}

/** Management endpoints that the contract declares itself: the contract wins. */
export function listShadowed(
  contract: Contract,
  endpoints: ReadonlyMap<string, ManagementEndpoint>,
): readonly string[] {
  const declared = contract.model.operations.flatMap(({ basePaths, path }) => basePaths.map((base) => base + path));
  return [...endpoints.keys()].filter((path) => declared.includes(path));
}

async function respondReady(state: ServiceState, checks: readonly ReadinessCheck[]): Promise<HttpResponse> {
  if (state.phase !== 'ready') throw notReady(`The service is ${state.phase}`);
  const failing = (await Promise.all(checks.map(runCheck))).filter((name) => name !== undefined);
  if (failing.length > 0) throw notReady(`Failing: ${failing.join(', ')}`);
  return json(200, { status: 'ready' });
}

function notReady(detail: string): ProblemError {
  return new ProblemError({
    status: 503,
    type: 'not-ready',
    title: 'The service is not ready',
    detail,
    headers: ['retry-after', '1'],
  });
}

// The name of a failing check is shown, its reason is not: it may name hosts and users.
async function runCheck(check: ReadinessCheck): Promise<string | undefined> {
  const timeout = Promise.withResolvers<string>();
  const timer = setTimeout(() => timeout.resolve(check.name), checkTimeoutMilliseconds);
  try {
    return await Promise.race([check.check().then(() => undefined), timeout.promise]);
  } catch {
    return check.name;
  } finally {
    clearTimeout(timer);
  }
}

function json(status: number, body: object): HttpResponse {
  return {
    status,
    headers: ['content-type', 'application/json', 'cache-control', 'no-store'],
    body: JSON.stringify(body),
  };
}

function text(contentType: string, body: string): HttpResponse {
  return { status: 200, headers: ['content-type', contentType, 'cache-control', 'no-cache'], body };
}
