import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { NumberSeries } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { formatCount, plural } from '../format/format.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { Badge } from '../parts/badge.tsx';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { query, setQuery } from '../router/location.ts';
import { groupByMetric, labelsInWords, type MetricGroup } from './number-series.ts';
import { chosenWindow } from './window-choice.tsx';

const FIRST_SHOWN = 50;

/** Every metric of a service with its words, and how many series it is made of. */
export function MetricExplorer({ service }: { readonly service: string }): JSX.Element {
  const window = chosenWindow();
  const numbers = useLiveLoad(`numbers ${service} ${window}`, (signal) => api.numbers({ service, window }, signal), {
    events: ['store'],
    pause: 4000,
  });
  const groups = useMemo(() => groupByMetric(numbers.value?.series ?? []), [numbers.value]);
  if (numbers.value === undefined) {
    return numbers.problem ? <Problem problem={numbers.problem} onRetry={numbers.reload} /> : <Loading />;
  }
  const words = (query.value.get('text') ?? '').toLowerCase();
  const shown = groups.filter(({ metric, help }) => `${metric} ${help}`.toLowerCase().includes(words));
  const series = groups.reduce((sum, group) => sum + group.series.length, 0);
  return (
    <div class="metrics">
      {numbers.problem && <Problem problem={numbers.problem} onRetry={numbers.reload} />}
      <p class="explorer-tools">
        <input
          class="input"
          type="search"
          data-search
          aria-label="Search in metrics"
          placeholder="Name or words of a metric"
          value={query.value.get('text') ?? ''}
          onInput={({ currentTarget }) => setQuery({ text: currentTarget.value })}
        />
        <span class="note number">{`${plural(groups.length, 'metric')}, ${formatCount(series)} series`}</span>
        <a href={`/api/services/${encodeURIComponent(service)}/metrics`} target="_blank" rel="noreferrer">
          As text
        </a>
      </p>
      {shown.length === 0 && (
        <Empty title={groups.length === 0 ? 'No metrics in this time' : 'No metric of that name'} icon="metrics" />
      )}
      <ul class="explorer">
        {shown.map((group) => (
          <Metric key={group.metric} group={group} />
        ))}
      </ul>
    </div>
  );
}

function Metric({ group }: { readonly group: MetricGroup }): JSX.Element {
  const { metric, help, type, unit, series } = group;
  const [open, setOpen] = useState(false);
  return (
    <li class="explorer-metric">
      <button type="button" class="explorer-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="mono explorer-name">{metric}</span>
        <Badge>{unit === undefined || unit === '' ? type : `${type}, ${unit}`}</Badge>
        <span class="note number">{plural(series.length, 'series', 'series')}</span>
        {help !== '' && <span class="note explorer-help">{help}</span>}
      </button>
      {open && <SeriesList series={series} />}
    </li>
  );
}

function SeriesList({ series }: { readonly series: readonly NumberSeries[] }): JSX.Element {
  const sorted = series.toSorted((one, other) => (newestOf(other) ?? 0) - (newestOf(one) ?? 0));
  const rest = sorted.length - FIRST_SHOWN;
  return (
    <ul class="explorer-series">
      {sorted.slice(0, FIRST_SHOWN).map((one) => {
        const labels = labelsInWords(one.labels);
        return (
          <li key={labels}>
            <span class="mono explorer-labels">{labels === '' ? 'no labels' : labels}</span>
            <span class="metrics-spark">
              <Sparkline values={one.points.map(([, value]) => value)} label={`${one.metric} ${labels}`} />
            </span>
            <span class="number">{newestOf(one) === undefined ? '–' : formatCount(newestOf(one) ?? 0)}</span>
          </li>
        );
      })}
      {rest > 0 && <li class="note">{`${formatCount(rest)} more`}</li>}
    </ul>
  );
}

function newestOf({ points }: NumberSeries): number | undefined {
  return points.at(-1)?.[1];
}
