import type { NumberSeries } from '../api/telemetry.ts';
import type { AttributeList, OtlpHistogramPoint, OtlpMetric, OtlpSummaryPoint } from '../otlp/otlp-data.ts';
import { textAttribute, valueText } from './attribute-list.ts';
import type { NumberSample } from './number-memory.ts';
import { hidden, isSecretName } from './secret-names.ts';

export interface SampledPoint {
  /** Zero: not said. */
  readonly at: number;
  readonly samples: readonly NumberSample[];
}

type Labels = NumberSample['labels'];
type About = Pick<NumberSample, 'metric' | 'help' | 'type' | 'unit' | 'isDelta'>;

const maximumLabels = 32;
const maximumText = 256;
const maximumBounds = 128;
const types: ReadonlySet<string> = new Set([
  'counter',
  'gauge',
  'histogram',
  'summary',
  'unknown',
] satisfies NumberSeries['type'][]);

/** A metric of OTLP as what Prometheus makes of it: one number per series and time. */
export function samplesOf({ name, description, unit, metadata, data }: OtlpMetric): readonly SampledPoint[] {
  const about = {
    metric: cut(name),
    help: description.slice(0, maximumText),
    ...(unit === '' ? {} : { unit: unit.slice(0, 63) }),
  };
  if (data.type === 'unknown') return [];
  if (data.type === 'histogram')
    return data.points.map((point) => ({
      at: point.at,
      samples: histogramSamples({ ...about, type: 'histogram', isDelta: data.isDelta }, point),
    }));
  if (data.type === 'summary')
    return data.points.map((point) => ({
      at: point.at,
      samples: summarySamples({ ...about, type: 'summary' }, point),
    }));
  const isCounter = data.type === 'sum' && data.isMonotonic;
  const original = textAttribute(metadata, 'prometheus.type');
  const type = isType(original) ? original : isCounter ? 'counter' : 'gauge';
  const isDelta = data.type === 'sum' && data.isDelta;
  return data.points.map(({ at, value, attributes }) => ({
    at,
    samples: [{ ...about, type, isDelta, labels: labelsOf(attributes), value }],
  }));
}

function isType(text: string | undefined): text is NumberSeries['type'] {
  return text !== undefined && types.has(text);
}

function histogramSamples(
  about: About,
  { attributes, count, sum, bounds, counts }: OtlpHistogramPoint,
): readonly NumberSample[] {
  const labels = labelsOf(attributes);
  const samples: NumberSample[] = [{ ...about, metric: `${about.metric}_count`, labels, value: count }];
  if (sum !== undefined) samples.push({ ...about, metric: `${about.metric}_sum`, labels, value: sum });
  if (counts.length === 0 || bounds.length > maximumBounds) return samples;
  let total = 0;
  for (let index = 0; index <= bounds.length; index += 1) {
    total += counts[index] ?? 0;
    const bound = bounds[index];
    const le = bound === undefined ? '+Inf' : String(bound);
    samples.push({ ...about, metric: `${about.metric}_bucket`, labels: { ...labels, le }, value: total });
  }
  return samples;
}

function summarySamples(
  about: About,
  { attributes, count, sum, quantiles }: OtlpSummaryPoint,
): readonly NumberSample[] {
  const labels = labelsOf(attributes);
  return [
    { ...about, metric: `${about.metric}_count`, labels, value: count },
    { ...about, metric: `${about.metric}_sum`, labels, value: sum },
    ...quantiles
      .slice(0, maximumLabels)
      .map(({ quantile, value }) => ({ ...about, labels: { ...labels, quantile: String(quantile) }, value })),
  ];
}

function labelsOf(attributes: AttributeList): Labels {
  const labels: [string, string][] = [];
  for (let index = 0; index < Math.min(attributes.length, maximumLabels * 2); index += 2) {
    const name = cut(String(attributes[index]));
    labels.push([name, isSecretName(name) ? hidden : cut(valueText(attributes[index + 1] ?? null))]);
  }
  return Object.fromEntries(labels);
}

function cut(text: string): string {
  // A copy: a slice would keep the whole text alive.
  return text.length > maximumText ? Buffer.from(text.slice(0, maximumText)).toString() : text;
}
