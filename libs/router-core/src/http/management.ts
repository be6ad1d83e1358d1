import type { RouteTree } from '../compile/route-tree.ts';
import { isBelow, listClientContracts } from '../docs/client-contracts.ts';
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
    ...documents(contract, '', undefined),
    ...listClientContracts(contract.model).flatMap(({ prefix, name }) => documents(contract, prefix, name)),
    ...parts.endpoints,
  ];
  return new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]));
}

/** Management endpoints that the contract declares itself: the contract wins. */
export function listShadowed(
  { model }: Contract,
  endpoints: ReadonlyMap<string, ManagementEndpoint>,
  routes: Pick<RouteTree<unknown>, 'methods'>,
): readonly string[] {
  const declared = model.operations.flatMap(({ basePaths, path }) => basePaths.map((base) => base + path));
  const prefixes = listClientContracts(model).map(({ prefix }) => prefix);
  const isDeclared = (path: string): boolean => {
    if (declared.includes(path)) return true;
    // Below a prefix are the operations of clients: a template that fits is one of them.
    return prefixes.some((prefix) => isBelow(path, prefix)) && routes.methods(path).length > 0;
  };
  // A page goes with its files.
  const taken = ['', ...prefixes]
    .map((prefix) => `${prefix}/docs`)
    .filter((page) => [...declared, ...[...endpoints.keys()].filter(isDeclared)].some((path) => isBelow(path, page)));
  return [...endpoints.keys()].filter((path) => isDeclared(path) || taken.some((page) => isBelow(path, page)));
}

function documents(contract: Contract, prefix: string, name: string | undefined): readonly ManagementEndpoint[] {
  return (['json', 'yaml'] as const).map((format) => ({
    path: `${prefix}/openapi.${format}`,
    respond: () => text(`application/openapi+${format}`, contract.document(format, name)),
  }));
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
