import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { NumberSeries, NumbersReport } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { formatBytes, formatCount, formatDuration, formatShare } from '../format/format.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { CalledServices } from './called-services-table.tsx';
import { Chart } from './chart.tsx';
import { alignSeries, increaseOf, labelsInWords, ratesOf, sumPoints } from './number-series.ts';
import { chosenWindow } from './window-choice.tsx';

interface RuntimeLine {
  readonly label: string;
  readonly colour: string;
  /** Series of this metric are summed. */
  readonly metric: string;
  /** A counter, drawn as its increase a second. */
  readonly rate?: true;
}

interface RuntimeChart {
  readonly title: string;
  readonly format: (value: number) => string;
  readonly lines: readonly RuntimeLine[];
}

const seconds = (value: number): string => formatDuration(value * 1000);

const charts: readonly RuntimeChart[] = [
  {
    title: 'Requests in flight',
    format: formatCount,
    lines: [{ label: 'in flight', colour: 'accent', metric: 'http_server_active_requests' }],
  },
  {
    title: 'Event loop lag',
    format: seconds,
    lines: [
      { label: 'mean', colour: 'good', metric: 'nodejs_eventloop_lag_mean_seconds' },
      { label: 'p99', colour: 'bad', metric: 'nodejs_eventloop_lag_p99_seconds' },
    ],
  },
  {
    title: 'Memory',
    format: formatBytes,
    lines: [
      { label: 'heap used', colour: 'accent', metric: 'nodejs_heap_size_used_bytes' },
      { label: 'heap', colour: 'info', metric: 'nodejs_heap_size_total_bytes' },
      { label: 'resident', colour: 'warn', metric: 'process_resident_memory_bytes' },
    ],
  },
  {
    title: 'CPU',
    format: formatShare,
    lines: [
      { label: 'user', colour: 'accent', metric: 'process_cpu_user_seconds_total', rate: true },
      { label: 'system', colour: 'warn', metric: 'process_cpu_system_seconds_total', rate: true },
    ],
  },
  {
    title: 'Garbage collection',
    format: formatShare,
    lines: [{ label: 'of the time', colour: 'info', metric: 'nodejs_gc_duration_seconds_sum', rate: true }],
  },
];

// What the service refused or could not keep, by its own counters.
const counters =
  /^brrt_(auth_failures|validation_failures|response_validation_failures|requests_shed|mock\w*|handler_errors)/;

export function RuntimeCharts({ service }: { readonly service: string }): JSX.Element {
  const window = chosenWindow();
  const numbers = useLiveLoad(`numbers ${service} ${window}`, (signal) => api.numbers({ service, window }, signal), {
    events: ['store'],
    pause: 4000,
  });
  const report = numbers.value;
  if (report === undefined) {
    return numbers.problem ? <Problem problem={numbers.problem} onRetry={numbers.reload} /> : <Loading />;
  }
  if (report.series.length === 0) {
    return (
      <Empty title="No numbers in this time" icon="metrics">
        <code>/metrics</code> of services of this workspace is read every few seconds; others push OTLP metrics to port
        4318.
      </Empty>
    );
  }
  return (
    <div class="metrics">
      {numbers.problem && <Problem problem={numbers.problem} onRetry={numbers.reload} />}
      <div class="charts">
        {charts.map((chart) => (
          <NumbersChart key={chart.title} chart={chart} report={report} />
        ))}
      </div>
      <CalledServices report={report} />
      <Counters report={report} />
    </div>
  );
}

function NumbersChart({
  chart,
  report,
}: {
  readonly chart: RuntimeChart;
  readonly report: NumbersReport;
}): JSX.Element | null {
  const { times, series } = useMemo(() => {
    const found = chart.lines.map((line) => {
      const own = report.series.filter(({ metric }) => metric === line.metric).map(({ points }) => points);
      return sumPoints(line.rate ? own.map(ratesOf) : own);
    });
    const aligned = alignSeries(found);
    const drawn = chart.lines.map(({ label, colour }, index) => ({
      label,
      colour,
      values: aligned.values[index] ?? [],
    }));
    return { times: aligned.times, series: drawn.filter((_, index) => (found[index]?.length ?? 0) > 0) };
  }, [chart, report]);
  if (series.length === 0) return null;
  const { from, to } = report;
  return <Chart title={chart.title} times={times} from={from} to={to} series={series} format={chart.format} />;
}

interface CounterRow {
  readonly series: NumberSeries;
  readonly increase: number;
}

function Counters({ report }: { readonly report: NumbersReport }): JSX.Element | null {
  const rows = report.series
    .filter(({ metric }) => counters.test(metric))
    .map((series): CounterRow => ({ series, increase: increaseOf(series.points) }));
  if (rows.length === 0) return null;
  return (
    <Panel title="Refused and failed" flush>
      <Table
        label="Refused and failed, by what and where"
        columns={counterColumns}
        rows={rows}
        rowKey={({ series }) => `${series.metric} ${labelsInWords(series.labels)}`}
      />
    </Panel>
  );
}

const counterColumns: readonly Column<CounterRow>[] = [
  {
    id: 'metric',
    title: 'What',
    cell: ({ series }) => <span title={series.help}>{counterWords(series.metric)}</span>,
    sort: ({ series }) => series.metric,
  },
  {
    id: 'labels',
    title: 'Where',
    width: 'fill',
    cell: ({ series }) => <span class="mono">{Object.values(series.labels).join(', ')}</span>,
    sort: ({ series }) => Object.values(series.labels).join(),
  },
  {
    id: 'increase',
    title: 'In this time',
    align: 'end',
    cell: ({ increase }) => <span class="number">{formatCount(increase)}</span>,
    sort: ({ increase }) => -increase,
  },
  {
    id: 'total',
    title: 'Since the start',
    align: 'end',
    cell: ({ series }) => <span class="number">{formatCount(series.points.at(-1)?.[1] ?? 0)}</span>,
    sort: ({ series }) => -(series.points.at(-1)?.[1] ?? 0),
  },
];

/** `brrt_auth_failures_total` to `auth failures` */
function counterWords(metric: string): string {
  return metric
    .replace(/^brrt_/, '')
    .replace(/_total$/, '')
    .replaceAll('_', ' ');
}
