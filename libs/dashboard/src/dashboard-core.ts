import type { DashboardEvent } from './api/events.ts';
import { type DashboardParts, loadParts, type PartsOptions } from './dashboard-parts.ts';
import { consoleRoutes } from './server/console-routes.ts';
import { docsRoutes } from './server/docs-routes.ts';
import { createEventStream, type EventStream } from './server/event-stream.ts';
import type { Route } from './server/route.ts';
import { serviceRoutes } from './server/service-routes.ts';
import { telemetryRoutes } from './server/telemetry-routes.ts';
import { learnFacts } from './services/learn-facts.ts';
import { createServiceRegistry, type ServiceRegistry, type TelemetryFacts } from './services/service-registry.ts';
import { watchServices } from './services/watch-services.ts';

export interface CoreOptions extends Omit<PartsOptions, 'registry'> {
  /** Of the workspace. */
  readonly name: string;
  readonly onFailure: (error: unknown) => void;
}

/** The dashboard without its ports. */
export interface DashboardCore {
  readonly registry: ServiceRegistry;
  /** Once; what it takes is not needed before somebody asks. */
  load(): Promise<DashboardParts>;
  routes(): Promise<readonly Route[]>;
  /** Nothing happens any more, and history is written. */
  close(): Promise<void>;
}

export function createDashboardCore(options: CoreOptions): DashboardCore {
  const registry = createServiceRegistry();
  const events = createEventStream();
  let loading: Promise<DashboardParts> | undefined;
  let routes: readonly Route[] | undefined;
  const load = (): Promise<DashboardParts> => {
    loading ??= loadParts({ ...options, registry });
    return loading;
  };
  const stop = connect({ registry, events, load, loaded: () => loading, onFailure: options.onFailure });
  return {
    registry,
    load,
    async routes() {
      routes ??= createRoutes({ parts: await load(), registry, events, name: options.name });
      return routes;
    },
    async close() {
      stop();
      events.close();
      (await loading?.catch(() => undefined))?.store.close();
    },
  };
}

interface Connected {
  readonly registry: ServiceRegistry;
  readonly events: EventStream;
  readonly load: DashboardCore['load'];
  readonly loaded: () => Promise<DashboardParts> | undefined;
  readonly onFailure: (error: unknown) => void;
}

/** Who listens is told what changes; contracts and mocks follow what happens to the services. */
function connect({ registry, events, load, loaded, onFailure }: Connected): () => void {
  const services = async (): Promise<void> => {
    if (events.listeners > 0) events.send(servicesEvent(registry, (await load()).store), 'services');
  };
  const follow = learnFacts({
    registry,
    load,
    loaded,
    onContract: (service) => events.send({ type: 'contract', service }),
  });
  const unsubscribe = registry.subscribe((app, event) => {
    services().catch(onFailure);
    follow(app, event).catch(onFailure);
  });
  const watch = watchServices({
    registry,
    onFailure,
    record: async (...given) => (await load()).store.recordNumbers(...given),
  });
  return () => {
    unsubscribe();
    watch.stop();
  };
}

interface RoutesOptions {
  readonly parts: DashboardParts;
  readonly registry: ServiceRegistry;
  readonly events: EventStream;
  readonly name: string;
}

function createRoutes({ parts, registry, events, name }: RoutesOptions): readonly Route[] {
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

function servicesEvent(registry: ServiceRegistry, store: DashboardParts['store']): DashboardEvent {
  return { type: 'services', services: registry.list(telemetryOf(store)) };
}

function telemetryOf(store: DashboardParts['store']): TelemetryFacts {
  return { errorCounts: store.errorCounts(), lastSeen: store.lastSeen() };
}

function declaredCalls(
  registry: ServiceRegistry,
  store: DashboardParts['store'],
): readonly (readonly [string, string])[] {
  return registry
    .list(telemetryOf(store))
    .flatMap(({ name, clients }) => clients.map((client) => [name, client] as const));
}
