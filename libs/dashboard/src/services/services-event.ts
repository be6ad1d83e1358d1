import type { DashboardEvent } from '../api/events.ts';
import type { TelemetryStore } from '../store/telemetry-store.ts';
import type { ServiceRegistry, TelemetryFacts } from './service-registry.ts';

/** The services as they are now. */
export function servicesEvent(registry: ServiceRegistry, store: TelemetryStore): DashboardEvent {
  return { type: 'services', services: registry.list(telemetryOf(store)) };
}

/** What telemetry adds to a service. */
export function telemetryOf(store: TelemetryStore): TelemetryFacts {
  return { errorCounts: store.errorCounts(), lastSeen: store.lastSeen() };
}
