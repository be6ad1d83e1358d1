import type { NumberSeries, NumbersReport, SignalState } from '../api/telemetry.ts';
import { createNumberRing, type NumberRing } from './number-ring.ts';
import { textBytes } from './text-pool.ts';

/** One number at one time. */
export interface NumberSample {
  /** With its suffix: `http_server_request_duration_seconds_bucket`. */
  readonly metric: string;
  readonly help: string;
  readonly type: NumberSeries['type'];
  readonly unit?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Added to what was there: of a sender that tells differences. */
  readonly isDelta?: boolean;
}

export interface NumbersQuery {
  readonly service?: string | undefined;
  /** Of one name, or of the family of that name. */
  readonly metric?: string | undefined;
  /** Seconds. */
  readonly window?: number | undefined;
}

export interface NumberMemory {
  /** False: there is no room for one more series. */
  record(service: string, at: number, sample: NumberSample): boolean;
  report(query: NumbersQuery): NumbersReport;
  all(): Iterable<KeptSeries>;
  state(): SignalState;
  clear(): void;
}

export interface KeptSeries extends Omit<NumberSeries, 'points'> {
  readonly ring: NumberRing;
}

interface Options {
  readonly maximumBytes: number;
  readonly now: () => number;
}

const maximumSeriesOfService = 8_000;
const seriesBytes = 400;
const maximumWindow = 86_400;

export function createNumberMemory({ maximumBytes, now }: Options): NumberMemory {
  /** The one that was told last is last. */
  const series = new Map<string, KeptSeries>();
  const ofService = new Map<string, number>();
  let [bytes, overwritten, refused] = [0, 0, 0];
  const budget = {
    take(size: number): boolean {
      if (bytes + size > maximumBytes) return false;
      bytes += size;
      return true;
    },
  };

  function open(service: string, key: string, sample: NumberSample): KeptSeries | undefined {
    const { metric, help, unit, labels } = ownCopy(sample);
    const count = ofService.get(service) ?? 0;
    if (count >= maximumSeriesOfService || !budget.take(seriesBytes + textBytes(key) * 2 + textBytes(help)))
      return undefined;
    const opened: KeptSeries = {
      service,
      metric,
      help,
      type: sample.type,
      ...(unit === undefined ? {} : { unit }),
      labels,
      ring: createNumberRing(budget),
    };
    series.set(key, opened);
    ofService.set(service, count + 1);
    return opened;
  }

  return {
    record(service, at, sample) {
      const key = keyOf(service, sample);
      const kept = series.get(key) ?? open(service, key, sample);
      if (kept === undefined) {
        refused += 1;
        return false;
      }
      // A quantile of nothing is NaN.
      if (!Number.isFinite(sample.value)) return true;
      const value = sample.isDelta === true ? (kept.ring.last() ?? 0) + sample.value : sample.value;
      if (kept.ring.add(at, value) === 'overwritten') overwritten += 1;
      return true;
    },
    report({ service, metric, window = 900 }) {
      const to = now();
      const seconds = Number.isFinite(window) ? Math.min(Math.max(window, 1), maximumWindow) : 900;
      const from = to - seconds * 1000;
      const shown: NumberSeries[] = [];
      for (const { ring, ...about } of series.values()) {
        if (service !== undefined && about.service !== service) continue;
        if (metric !== undefined && about.metric !== metric && familyOf(about) !== metric) continue;
        const points = ring.points(from, to);
        if (points.length > 0) shown.push({ ...about, points });
      }
      return { from, to, series: shown };
    },
    all: () => series.values(),
    state: () => ({ count: series.size, bytes, maximumBytes, dropped: { overwritten, refused } }),
    clear() {
      series.clear();
      ofService.clear();
      bytes = 0;
    },
  };
}

/** Parsed texts are slices that would keep all of what they were parsed from alive. */
function ownCopy({
  metric,
  help,
  unit,
  labels,
}: NumberSample): Pick<NumberSample, 'metric' | 'help' | 'unit' | 'labels'> {
  return JSON.parse(JSON.stringify({ metric, help, unit, labels }));
}

function keyOf(service: string, { metric, labels }: NumberSample): string {
  let key = `${service}\0${metric}`;
  for (const name of Object.keys(labels).sort()) key += `\0${name}\0${labels[name]}`;
  return key;
}

/** `x_bucket`, `x_sum` and `x_count` are of the histogram `x`. */
function familyOf({ metric, type }: Pick<NumberSeries, 'metric' | 'type'>): string {
  return type === 'histogram' || type === 'summary' ? metric.replace(/_(?:bucket|sum|count)$/, '') : metric;
}
