import { consoleView } from './console/console-view.tsx';
import { contractView } from './contract/contract-view.tsx';
import { docsView } from './docs/docs-view.tsx';
import { errorsView } from './errors/errors-view.tsx';
import { logsView } from './logs/logs-view.tsx';
import { mapView } from './map/map-view.tsx';
import { metricsView } from './metrics/metrics-view.tsx';
import { mocksView } from './mocks/mocks-view.tsx';
import type { View } from './router/view.ts';
import { servicesView } from './services/services-view.tsx';
import { traceView } from './traces/trace-view.tsx';
import { tracesView } from './traces/traces-view.tsx';
import { webhooksView } from './webhooks/webhooks-view.tsx';

/** Every page of the dashboard, in the order of the navigation. */
export const views: readonly View[] = [
  servicesView,
  consoleView,
  tracesView,
  traceView,
  logsView,
  metricsView,
  errorsView,
  mapView,
  contractView,
  mocksView,
  webhooksView,
  docsView,
];
