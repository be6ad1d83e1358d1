import type { Duplex } from 'node:stream';
import type { DashboardEvent } from './api/events.ts';
import { acceptMember } from './attach/accept-member.ts';
import { DashboardError } from './dashboard-error.ts';
import { type DashboardParts, loadParts } from './dashboard-parts.ts';
import { createDashboardServer } from './server/dashboard-server.ts';
import { createEventStream } from './server/event-stream.ts';
import { createIntakeServer } from './server/intake-server.ts';
import { closeServer, listenOn } from './server/loopback-server.ts';
import type { Route } from './server/route.ts';
import { serviceRoutes } from './server/service-routes.ts';
import { openState, writeState } from './server/state-file.ts';
import { telemetryRoutes } from './server/telemetry-routes.ts';
import { createServiceRegistry, type TelemetryFacts } from './services/service-registry.ts';
import { watchServices } from './services/watch-services.ts';
import type { Workspace } from './services/workspace.ts';

export interface DashboardOptions {
  /** Name of the workspace, as it is shown. */
  readonly name: string;
  /** `.brrt` of the workspace. */
  readonly stateFolder: string;
  /** 0: any. */
  readonly port: number;
  /** 0: any. */
  readonly otlpPort: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onFailure: (error: unknown) => void;
}

export interface Dashboard extends Workspace {
  /** What to open, with the token. */
  readonly url: string;
  /** `http://127.0.0.1:4318` */
  readonly otlpUrl: string;
  close(): Promise<void>;
}

/**
 * Opens both ports, then returns; what is behind them is loaded when it is first asked for.
 * @throws DashboardError in production, where a port is taken, and where the state is open to others
 */
export async function openDashboard(options: DashboardOptions): Promise<Dashboard> {
  if (options.env.NODE_ENV === 'production') throw new DashboardError('the dashboard does not run in production');
  const { token } = openState(options.stateFolder);
  const parts = createParts(options);
  const members = new Set<Duplex>();
  const server = createDashboardServer({
    token,
    routes: parts.routes,
    page: async () => (await parts.load()).page(),
    onAttach: (socket) => {
      members.add(socket);
      socket.once('close', () => members.delete(socket));
      acceptMember(socket, parts.registry);
    },
    onFailure: options.onFailure,
  });
  const intake = createIntakeServer(async () => (await parts.load()).intake);
  const close = async (): Promise<void> => {
    parts.close();
    for (const socket of members) socket.destroy();
    await Promise.all([closeServer(server), closeServer(intake)]);
    await parts.closeStore();
  };
  try {
    const url = `http://127.0.0.1:${await listenOn(server, options.port)}`;
    const otlpUrl = `http://127.0.0.1:${await listenOn(intake, options.otlpPort)}`;
    writeState(options.stateFolder, { token, url, otlpUrl, pid: process.pid });
    const { add, report } = parts.registry;
    return { url: `${url}/?token=${token}`, otlpUrl, add, report, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function createParts({ name, stateFolder, onFailure }: DashboardOptions) {
  const registry = createServiceRegistry();
  const events = createEventStream();
  let loaded: Promise<DashboardParts> | undefined;
  let store: DashboardParts['store'] | undefined;
  const telemetry = (): TelemetryFacts => ({
    errorCounts: store?.errorCounts() ?? new Map(),
    lastSeen: store?.lastSeen() ?? new Map(),
  });
  const services = (): DashboardEvent => ({ type: 'services', services: registry.list(telemetry()) });
  const load = (): Promise<DashboardParts> => {
    loaded ??= loadParts({ stateFolder, registry }).then((parts) => {
      store = parts.store;
      parts.store.subscribe(({ traces, logs }) => {
        if (traces !== undefined && traces.length > 0) events.send({ type: 'traces', traces });
        if (logs !== undefined && logs.length > 0) events.send({ type: 'logs', logs });
        events.send({ type: 'store', state: parts.store.state() }, 'store');
        events.send(services(), 'services');
      });
      return parts;
    });
    return loaded;
  };
  registry.subscribe(() => events.send(services(), 'services'));
  const watch = watchServices({ registry, onFailure });
  let routes: readonly Route[] | undefined;
  return {
    registry,
    load,
    async routes() {
      const parts = await load();
      routes ??= [
        ...telemetryRoutes({ store: parts.store, declared: () => declaredCalls(registry.list(telemetry())) }),
        ...serviceRoutes({ registry, telemetry }),
        {
          method: 'GET',
          path: '/api/events',
          respond(request, response) {
            const hello: DashboardEvent = { type: 'hello', workspace: name, dashboard: '1' };
            events.listen(request, response, [hello, services(), { type: 'store', state: parts.store.state() }]);
            return undefined;
          },
        },
      ];
      return routes;
    },
    close() {
      watch.stop();
      events.close();
    },
    closeStore: async () => (await loaded)?.store.close(),
  };
}

function declaredCalls(
  services: readonly { readonly name: string; readonly clients: readonly string[] }[],
): readonly (readonly [string, string])[] {
  return services.flatMap(({ name, clients }) => clients.map((client) => [name, client] as const));
}
