import type { ContractHistory } from '../contract/contract-history.ts';
import { fetchLocal } from '../services/fetch-local.ts';
import type { ServiceRegistry, TelemetryFacts } from '../services/service-registry.ts';
import type { ServiceAction } from '../services/workspace.ts';
import { RequestError } from './request-error.ts';
import { json, noContent, type Route } from './route.ts';

export interface ServiceRoutesOptions {
  readonly registry: ServiceRegistry;
  readonly contracts: ContractHistory;
  readonly telemetry: () => TelemetryFacts;
}

const actions: readonly ServiceAction[] = ['start', 'stop', 'restart'];

/** Services: what they are, and what can be done to them. */
export function serviceRoutes({ registry, contracts, telemetry }: ServiceRoutesOptions): readonly Route[] {
  return [
    { method: 'GET', path: '/api/services', respond: () => json(registry.list(telemetry())) },
    ...actions.map(
      (action): Route => ({
        method: 'POST',
        path: `/api/services/{name}/${action}`,
        respond({ path: { name = '' } }) {
          const done = registry.act(name, action);
          if (done === undefined) throw new RequestError(404, `No service ${name} is run from here`);
          // What came of it shows in the service's state.
          done.catch(() => undefined);
          return noContent(202);
        },
      }),
    ),
    {
      method: 'GET',
      path: '/api/services/{name}/contract',
      async respond({ path: { name = '' } }) {
        const found = registry.find(name);
        if (found === undefined) throw new RequestError(404, `No service ${name} is run from here`);
        return json(await contracts.state(found.app));
      },
    },
    {
      method: 'GET',
      path: '/api/services/{name}/metrics',
      async respond({ path: { name = '' } }) {
        const url = registry.managementOf(name);
        if (url === undefined) throw new RequestError(404, `${name} does not listen`);
        const answer = await fetchLocal(`${url}/metrics`);
        if (answer?.status !== 200) throw new RequestError(503, `${name} gives no metrics`);
        return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: answer.text };
      },
    },
  ];
}
