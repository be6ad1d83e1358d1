import { type DashboardParts, loadParts, type PartsOptions } from './dashboard-parts.ts';
import { createEventStream, type EventStream } from './server/event-stream.ts';
import type { Route } from './server/route.ts';
import { learnFacts } from './services/learn-facts.ts';
import { createServiceRegistry, type ServiceRegistry } from './services/service-registry.ts';
import { servicesEvent } from './services/services-event.ts';
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
  let routing: Promise<readonly Route[]> | undefined;
  const load = (): Promise<DashboardParts> => {
    loading ??= loadParts({ ...options, registry });
    return loading;
  };
  const makeRoutes = async (): Promise<readonly Route[]> => {
    const [{ createRoutes }, parts] = await Promise.all([import('./dashboard-routes.ts'), load()]);
    return createRoutes({ parts, registry, events, name: options.name });
  };
  const stop = connect({ registry, events, load, loaded: () => loading, onFailure: options.onFailure });
  return {
    registry,
    load,
    async routes() {
      routing ??= makeRoutes();
      return routing;
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
