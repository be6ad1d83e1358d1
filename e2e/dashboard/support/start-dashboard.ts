import type { Server } from 'node:http';
import { createOtlpIntake } from '../../../libs/dashboard/src/otlp/otlp-intake.ts';
import { loadPage } from '../../../libs/dashboard/src/page/load-page.ts';
import { createDashboardServer } from '../../../libs/dashboard/src/server/dashboard-server.ts';
import { createEventStream } from '../../../libs/dashboard/src/server/event-stream.ts';
import { createIntakeServer } from '../../../libs/dashboard/src/server/intake-server.ts';
import { closeServer, listenOn } from '../../../libs/dashboard/src/server/loopback-server.ts';
import type { Route } from '../../../libs/dashboard/src/server/route.ts';
import { telemetryRoutes } from '../../../libs/dashboard/src/server/telemetry-routes.ts';
import { createTelemetryStore } from '../../../libs/dashboard/src/store/telemetry-store.ts';
import { encodeLogs, encodeSpans } from './otlp-json.ts';
import { sampleTraffic } from './sample-traffic.ts';

export interface TestDashboard {
  /** With the token. */
  readonly url: string;
  readonly otlpUrl: string;
  /** Posts OTLP JSON, as any service would. */
  send(signal: 'traces' | 'logs', body: unknown): Promise<void>;
  close(): Promise<void>;
}

const token = 'browser-tests-browser-tests-browser-tests00';

/** The dashboard's two servers over a store, without a workspace. */
export async function startDashboard(): Promise<TestDashboard> {
  const store = createTelemetryStore();
  const events = createEventStream();
  store.subscribe({
    traces: (traces) => events.send({ type: 'traces', traces }),
    logs: (logs) => events.send({ type: 'logs', logs }),
  });
  const live: Route = {
    method: 'GET',
    path: '/api/events',
    respond(request, response) {
      events.listen(request, response, [{ type: 'hello', workspace: 'sample', dashboard: '1' }]);
      return undefined;
    },
  };
  const services: Route = {
    method: 'GET',
    path: '/api/services',
    respond: () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '[]' }),
  };
  const routes = [
    ...telemetryRoutes({
      store,
      declared: () => [],
    }),
    live,
    services,
  ];
  const server = createDashboardServer({
    token,
    routes: async () => routes,
    page: loadPage,
    onAttach: (socket) => socket.destroy(),
    onFailure: (error) => console.error(error),
  });
  const intake = createIntakeServer(async () => createOtlpIntake(store));
  return {
    ...(await listen(server, intake)),
    close: async () => {
      events.close();
      await Promise.all([closeServer(server), closeServer(intake)]);
    },
  };
}

/** With what `sampleTraffic` sends. */
export async function startSampleDashboard(): Promise<TestDashboard> {
  const dashboard = await startDashboard();
  const { spans, logs } = sampleTraffic(Date.now());
  await dashboard.send('traces', encodeSpans(spans));
  await dashboard.send('logs', encodeLogs(logs));
  return dashboard;
}

async function listen(server: Server, intake: Server): Promise<Omit<TestDashboard, 'close'>> {
  const url = `http://127.0.0.1:${await listenOn(server, 0)}/?token=${token}`;
  const otlpUrl = `http://127.0.0.1:${await listenOn(intake, 0)}`;
  return {
    url,
    otlpUrl,
    async send(signal, body) {
      const response = await fetch(`${otlpUrl}/v1/${signal}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new TypeError(`the intake answered ${response.status}: ${await response.text()}`);
    },
  };
}
