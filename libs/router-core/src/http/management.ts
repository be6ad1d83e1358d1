import type { HttpResponse } from '../ports/http-message.ts';
import type { ManagementEndpoint } from '../ports/management.ts';
import type { Contract } from '../ports/schema-compiler.ts';

/** Endpoints that every service has (liveness, readiness, the contract), and those that extensions bring. */
export function createManagement(
  contract: Contract,
  parts: { readonly endpoints: readonly ManagementEndpoint[]; readonly respondReady: ManagementEndpoint['respond'] },
): ReadonlyMap<string, ManagementEndpoint> {
  const alive = json(200, { status: 'ok' });
  const ready = parts.respondReady;
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
  // A page goes with its files.
  const isUnderDocs = (path: string): boolean => /^\/docs(?:\/|$)/.test(path);
  const hasDocs = declared.some(isUnderDocs);
  return [...endpoints.keys()].filter((path) => declared.includes(path) || (hasDocs && isUnderDocs(path)));
}

export function json(status: number, body: object): HttpResponse {
  return {
    status,
    headers: ['content-type', 'application/json', 'cache-control', 'no-store'],
    body: JSON.stringify(body),
  };
}

function text(contentType: string, body: string): HttpResponse {
  return { status: 200, headers: ['content-type', contentType, 'cache-control', 'no-cache'], body };
}
