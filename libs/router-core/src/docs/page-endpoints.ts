import type { ServiceParts } from '../compile/service-options.ts';
import type { ManagementEndpoint } from '../ports/management.ts';
import { docsEndpoints } from './docs-endpoints.ts';

/** Pages for people: the API reference, and in development the way to the dashboard. */
export function pageEndpoints({
  contract,
  docs,
}: Pick<ServiceParts, 'contract' | 'docs'>): readonly ManagementEndpoint[] {
  const { dashboardUrl, docs: files, model } = contract;
  const reference =
    docs === false || files === undefined ? [] : docsEndpoints({ viewer: docs, title: model.title, files });
  if (dashboardUrl === undefined) return reference;
  const headers = ['location', `${dashboardUrl}/`, 'cache-control', 'no-store'];
  return [...reference, { path: '/dashboard', respond: () => ({ status: 303, headers, body: undefined }) }];
}
