import type { JSX } from 'preact';
import type { RedReport, RedSeries } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { formatCount, formatDuration, formatShare } from '../format/format.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { serviceNames } from '../live/workspace.ts';
import { Button } from '../parts/button.tsx';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { query, setQuery } from '../router/location.ts';
import type { View, ViewProps } from '../router/view.ts';
import { consoleLink, tracesLink } from '../services/links.ts';
import { OfService, ServiceChoice } from '../services/service-choice.tsx';
import { useKeys } from '../shell/keys.ts';
import { MetricExplorer } from './metric-explorer.tsx';
import { formatRate, RedCharts } from './red-charts.tsx';
import { RuntimeCharts } from './runtime-charts.tsx';
import { chosenWindow, WindowChoice } from './window-choice.tsx';

export const metricsView: View = {
  path: '/metrics/:service?',
  title: 'Metrics',
  component: MetricsView,
  navigation: { icon: 'metrics', key: 'n' },
};

const tabs = [
  { id: 'requests', title: 'Requests' },
  { id: 'runtime', title: 'Runtime' },
  { id: 'all', title: 'All metrics' },
];

function MetricsView({ params }: ViewProps): JSX.Element {
  return (
    <OfService params={params} names={serviceNames.value} icon="metrics" none="No service is known yet">
      {(service) => <MetricsOf service={service} />}
    </OfService>
  );
}

function MetricsOf({ service }: { readonly service: string }): JSX.Element {
  const given = query.value.get('tab');
  const tab = tabs.find(({ id }) => id === given)?.id ?? 'requests';
  return (
    <>
      <ViewHead title="Metrics">
        <ServiceChoice view="/metrics" service={service} names={serviceNames.value} />
        <WindowChoice />
      </ViewHead>
      <div class="view-tabs">
        <Tabs
          label="Metrics"
          tabs={tabs}
          selected={tab}
          onSelect={(id) => setQuery({ tab: id === 'requests' ? undefined : id })}
        >
          {tab === 'requests' && <Requests key={service} service={service} />}
          {tab === 'runtime' && <RuntimeCharts key={service} service={service} />}
          {tab === 'all' && <MetricExplorer key={service} service={service} />}
        </Tabs>
      </div>
    </>
  );
}

function Requests({ service }: { readonly service: string }): JSX.Element {
  const seconds = chosenWindow();
  const red = useLiveLoad(`red ${service} ${seconds}`, (signal) => api.red({ service, window: seconds }, signal), {
    events: ['traces', 'store'],
  });
  const operation = query.value.get('operation') ?? undefined;
  useKeys('Metrics', [
    { keys: 'Escape', title: 'Show the whole service', run: () => setQuery({ operation: undefined }) },
  ]);
  if (red.value === undefined)
    return red.problem ? <Problem problem={red.problem} onRetry={red.reload} /> : <Loading />;
  const whole = red.value.series.find((series) => series.service === service && series.operation === undefined);
  const shown = operation === undefined ? whole : red.value.series.find((series) => series.operation === operation);
  return (
    <div class="metrics">
      {red.problem && <Problem problem={red.problem} onRetry={red.reload} />}
      {operation !== undefined && <Chosen service={service} operation={operation} />}
      {shown === undefined ? <NoRequests service={service} /> : <RedCharts report={red.value} series={shown} />}
      <Operations report={red.value} service={service} operation={operation} />
    </div>
  );
}

function Chosen({ service, operation }: { readonly service: string; readonly operation: string }): JSX.Element {
  return (
    <p class="metrics-chosen">
      <strong class="mono">{operation}</strong>
      <a href={consoleLink(service, operation)}>Console</a>
      <a href={tracesLink({ service, operation })}>Traces</a>
      <Button kind="quiet" icon="close" onClick={() => setQuery({ operation: undefined })}>
        All operations
      </Button>
    </p>
  );
}

function NoRequests({ service }: { readonly service: string }): JSX.Element {
  return (
    <Empty title="No requests in this time" icon="metrics">
      Call an operation in the <a href={consoleLink(service)}>console</a>, or choose a longer time.
    </Empty>
  );
}

function Operations(props: {
  readonly report: RedReport;
  readonly service: string;
  readonly operation: string | undefined;
}): JSX.Element | null {
  const { report, service, operation } = props;
  const rows = report.series
    .filter((series) => series.service === service && series.operation !== undefined)
    .toSorted((one, other) => other.total.count - one.total.count);
  if (rows.length === 0) return null;
  return (
    <Panel title="Operations" flush>
      <Table
        label="Operations with their numbers"
        columns={operationColumns(report.to - report.from, report.step)}
        rows={rows}
        rowKey={(row) => row.operation ?? ''}
        isSelected={(row) => row.operation === operation}
        onOpen={(row) =>
          setQuery({ operation: row.operation === operation ? undefined : row.operation }, { push: true })
        }
      />
    </Panel>
  );
}

function operationColumns(milliseconds: number, step: number): readonly Column<RedSeries>[] {
  const duration = (name: 'p50' | 'p95' | 'p99', wideOnly: boolean): Column<RedSeries> => ({
    id: name,
    title: name,
    align: 'end',
    cell: ({ total }) => <span class="number">{total[name] === null ? '–' : formatDuration(total[name])}</span>,
    sort: ({ total }) => -(total[name] ?? 0),
    wideOnly,
  });
  const share = (name: 'clientErrors' | 'serverErrors', title: string, tone: string): Column<RedSeries> => ({
    id: name,
    title,
    align: 'end',
    cell: ({ total }) => (
      <span class={total[name] > 0 ? `number ${tone}` : 'number'}>
        {formatShare(total[name] / Math.max(1, total.count))}
      </span>
    ),
    sort: ({ total }) => -total[name] / Math.max(1, total.count),
    wideOnly: name === 'clientErrors',
  });
  return [
    {
      id: 'operation',
      title: 'Operation',
      width: 'fill',
      cell: ({ operation }) => <span class="mono">{operation}</span>,
      sort: ({ operation }) => operation ?? '',
    },
    {
      id: 'spark',
      title: 'Requests',
      cell: ({ operation, points }) => (
        <span class="metrics-spark">
          <Sparkline
            kind="bars"
            tone="info"
            values={points.map(({ count }) => count / step)}
            label={`Rate of ${operation}`}
          />
        </span>
      ),
      wideOnly: true,
    },
    {
      id: 'count',
      title: 'Count',
      align: 'end',
      cell: ({ total }) => <span class="number">{formatCount(total.count)}</span>,
      sort: ({ total }) => -total.count,
    },
    {
      id: 'rate',
      title: 'Rate',
      align: 'end',
      cell: ({ total }) => <span class="number">{formatRate((total.count * 1000) / milliseconds)}</span>,
      sort: ({ total }) => -total.count,
      wideOnly: true,
    },
    share('clientErrors', '4xx', 'warn'),
    share('serverErrors', '5xx', 'bad'),
    duration('p50', true),
    duration('p95', false),
    duration('p99', true),
  ];
}
