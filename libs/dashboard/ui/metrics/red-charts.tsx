import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { RedNumbers, RedReport, RedSeries } from '../../src/api/telemetry.ts';
import { formatCount, formatDuration, formatShare } from '../format/format.ts';
import { traceLink } from '../services/links.ts';
import { Chart, type ChartDot } from './chart.tsx';

/** Rate, errors and durations of a service or of one of its operations. */
export function RedCharts({ report, series }: { readonly report: RedReport; readonly series: RedSeries }): JSX.Element {
  const { from, to, step } = report;
  const times = useMemo(() => series.points.map((_, index) => from + index * step * 1000), [series, from, step]);
  const shared = { times, from, to };
  const of = (read: (numbers: RedNumbers) => number | null): readonly (number | null)[] => series.points.map(read);
  const rates = useMemo(
    () => [
      { label: 'answered', colour: 'good', values: of((n) => (n.count - n.clientErrors - n.serverErrors) / step) },
      { label: '4xx', colour: 'warn', values: of((n) => n.clientErrors / step) },
      { label: '5xx', colour: 'bad', values: of((n) => n.serverErrors / step) },
    ],
    [series, step],
  );
  const shares = useMemo(
    () => [
      { label: '4xx', colour: 'warn', values: of((n) => (n.count === 0 ? null : n.clientErrors / n.count)) },
      { label: '5xx', colour: 'bad', values: of((n) => (n.count === 0 ? null : n.serverErrors / n.count)) },
    ],
    [series],
  );
  const durations = useMemo(
    () => [
      { label: 'p50', colour: 'good', values: of(({ p50 }) => p50) },
      { label: 'p95', colour: 'info', values: of(({ p95 }) => p95) },
      { label: 'p99', colour: 'bad', values: of(({ p99 }) => p99) },
    ],
    [series],
  );
  const dots = useMemo(() => series.exemplars.map(dotOf), [series]);
  return (
    <>
      <Totals total={series.total} seconds={(to - from) / 1000} />
      <div class="charts">
        <Chart title="Requests a second" {...shared} kind="stack" series={rates} format={formatRate} />
        <Chart title="Share of errors" {...shared} series={shares} format={formatShare} />
        <Chart title="Duration" {...shared} series={durations} format={formatDuration} dots={dots} />
      </div>
    </>
  );
}

export function formatRate(rate: number): string {
  return `${formatCount(rate >= 10 ? Math.round(rate) : Math.round(rate * 100) / 100)}/s`;
}

function dotOf({ traceId, spanId, at, duration, status }: RedSeries['exemplars'][0]): ChartDot {
  const bad = status !== undefined && status >= 500;
  return {
    at,
    value: duration,
    href: traceLink(traceId, spanId),
    title: `Trace of ${formatDuration(duration)}${status === undefined ? '' : `, status ${status}`}`,
    bad,
  };
}

function Totals({ total, seconds }: { readonly total: RedNumbers; readonly seconds: number }): JSX.Element {
  const share = (count: number): string => (total.count === 0 ? '–' : formatShare(count / total.count));
  const duration = (value: number | null): string => (value === null ? '–' : formatDuration(value));
  const facts: readonly (readonly [name: string, value: string, tone: string | undefined])[] = [
    ['Requests', formatCount(total.count), undefined],
    ['Rate', formatRate(total.count / seconds), undefined],
    ['4xx', share(total.clientErrors), total.clientErrors > 0 ? 'warn' : undefined],
    ['5xx', share(total.serverErrors), total.serverErrors > 0 ? 'bad' : undefined],
    ['p50', duration(total.p50), undefined],
    ['p95', duration(total.p95), undefined],
    ['p99', duration(total.p99), undefined],
  ];
  return (
    <dl class="totals">
      {facts.map(([name, value, tone]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={tone}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
