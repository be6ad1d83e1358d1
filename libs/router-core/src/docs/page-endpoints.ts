import type { ServiceParts } from '../compile/service-options.ts';
import type { ManagementEndpoint } from '../ports/management.ts';
import { callPathsOf } from './call-paths.ts';
import { listClientContracts } from './client-contracts.ts';
import { docsEndpoints } from './docs-endpoints.ts';

/** Pages for people: the API reference, and in development the way to the dashboard. */
export function pageEndpoints({
  contract,
  docs,
  management,
}: Pick<ServiceParts, 'contract' | 'docs' | 'management'>): readonly ManagementEndpoint[] {
  const { dashboardUrl, docs: files, model } = contract;
  const pages = [{ prefix: '', title: model.title }, ...listClientContracts(model)];
  // At a port of their own, pages may not call the port of the operations.
  const calls = management === undefined ? callPathsOf(model.operations) : undefined;
  const reference =
    docs === false || files === undefined
      ? []
      : pages.flatMap(({ prefix, title }) => docsEndpoints({ viewer: docs, title, files, calls, prefix }));
  if (dashboardUrl === undefined) return reference;
  const headers = ['location', `${dashboardUrl}/`, 'cache-control', 'no-store'];
  return [...reference, { path: '/dashboard', respond: () => ({ status: 303, headers, body: undefined }) }];
}
