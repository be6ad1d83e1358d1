import type { DashboardEvent } from './api/events.ts';
import type { DashboardParts } from './dashboard-parts.ts';
import { consoleRoutes } from './server/console-routes.ts';
import { docsRoutes } from './server/docs-routes.ts';
import type { EventStream } from './server/event-stream.ts';
import type { Route } from './server/route.ts';
import { serviceRoutes } from './server/service-routes.ts';
import { telemetryRoutes } from './server/telemetry-routes.ts';
import { webhookRoutes } from './server/webhook-routes.ts';
import type { ServiceRegistry } from './services/service-registry.ts';
import { servicesEvent, telemetryOf } from './services/services-event.ts';

export interface RoutesOptions {
  readonly parts: DashboardParts;
  readonly registry: ServiceRegistry;
  readonly events: EventStream;
  readonly name: string;
}

/** All routes of the dashboard's own port. */
export function createRoutes({ parts, registry, events, name }: RoutesOptions): readonly Route[] {
  const { store, contracts } = parts;
  const state = (): DashboardEvent => ({ type: 'store', state: store.state() });
  const services = (): DashboardEvent => servicesEvent(registry, store);
  store.subscribe({
    traces: (traces) => events.send({ type: 'traces', traces }),
    logs: (logs) => events.send({ type: 'logs', logs }),
    numbers: () => events.sendSeldom(state, 'store'),
  });
  // Counts of errors are part of a service.
  store.subscribe({
    traces: () => events.sendSeldom(state, 'store'),
    logs: () => events.sendSeldom(services, 'services'),
  });
  return [
    ...telemetryRoutes({ store, declared: () => declaredCalls(registry, store) }),
    ...serviceRoutes({ registry, contracts, telemetry: () => telemetryOf(store) }),
    ...docsRoutes(registry),
    ...webhookRoutes(registry),
    ...consoleRoutes({
      calls: parts.calls,
      onMock: (service, operation) => events.send({ type: 'mock', service, operation }),
    }),
    {
      method: 'GET',
      path: '/api/events',
      respond(request, response) {
        events.listen(request, response, [{ type: 'hello', workspace: name, dashboard: '1' }, services(), state()]);
        return undefined;
      },
    },
  ];
}

function declaredCalls(
  registry: ServiceRegistry,
  store: DashboardParts['store'],
): readonly (readonly [string, string])[] {
  return registry
    .list(telemetryOf(store))
    .flatMap(({ name, clients }) => clients.map((client) => [name, client] as const));
}
