import { spreadBuckets } from './exponential-buckets.ts';
import {
  booleanField,
  countField,
  doubleField,
  enumField,
  type JsonObject,
  numbersField,
  objectField,
  objectsField,
  textField,
  timeField,
} from './json-field.ts';
import { readAttributes } from './json-value.ts';
import type {
  OtlpBatches,
  OtlpHistogramPoint,
  OtlpMetric,
  OtlpMetricData,
  OtlpNumberPoint,
  OtlpSummaryPoint,
} from './otlp-data.ts';
import { readGroups } from './read-groups.ts';
import { toMilliseconds } from './wire-reader.ts';

const names = { resources: 'resourceMetrics', scopes: 'scopeMetrics', records: 'metrics' };

/** `ExportMetricsServiceRequest` of JSON. */
export function readMetrics(document: JsonObject): OtlpBatches['metrics'] {
  return readGroups(
    document,
    names,
    (metric): OtlpMetric => ({
      name: textField(metric, 'name'),
      description: textField(metric, 'description'),
      unit: textField(metric, 'unit'),
      metadata: readAttributes(metric, 'metadata'),
      data: readData(metric),
    }),
  );
}

const delta = 1;

function readData(metric: JsonObject): OtlpMetricData {
  const points = <Point>(name: string, read: (point: JsonObject) => Point): readonly Point[] =>
    objectsField(objectField(metric, name), 'dataPoints').map(read);
  const isDelta = (name: string): boolean => enumField(objectField(metric, name), 'aggregationTemporality') === delta;
  if ('gauge' in metric) return { type: 'gauge', points: points('gauge', readNumberPoint) };
  if ('sum' in metric) {
    const isMonotonic = booleanField(objectField(metric, 'sum'), 'isMonotonic');
    return { type: 'sum', isMonotonic, isDelta: isDelta('sum'), points: points('sum', readNumberPoint) };
  }
  if ('histogram' in metric)
    return { type: 'histogram', isDelta: isDelta('histogram'), points: points('histogram', readHistogramPoint) };
  if ('exponentialHistogram' in metric) {
    const name = 'exponentialHistogram';
    return { type: 'histogram', isDelta: isDelta(name), points: points(name, readExponentialPoint) };
  }
  if ('summary' in metric) return { type: 'summary', points: points('summary', readSummaryPoint) };
  return { type: 'unknown' };
}

function readNumberPoint(point: JsonObject): OtlpNumberPoint {
  const value =
    point.asInt !== undefined
      ? countField(point, 'asInt')
      : point.asDouble !== undefined
        ? doubleField(point, 'asDouble')
        : Number.NaN;
  return { ...readPoint(point), value };
}

function readHistogramPoint(point: JsonObject): OtlpHistogramPoint {
  const bounds = numbersField(point, 'explicitBounds');
  return { ...readPoint(point), ...readSum(point), bounds, counts: numbersField(point, 'bucketCounts') };
}

function readExponentialPoint(point: JsonObject): OtlpHistogramPoint {
  const buckets = (name: string) => {
    const object = objectField(point, name);
    return { offset: enumField(object, 'offset'), counts: numbersField(object, 'bucketCounts') };
  };
  const [scale, zeroCount] = [enumField(point, 'scale'), countField(point, 'zeroCount')];
  const spread = spreadBuckets({ scale, zeroCount, positive: buckets('positive'), negative: buckets('negative') });
  return { ...readPoint(point), ...readSum(point), ...spread };
}

function readSummaryPoint(point: JsonObject): OtlpSummaryPoint {
  const quantiles = objectsField(point, 'quantileValues').map((entry) => ({
    quantile: doubleField(entry, 'quantile'),
    value: doubleField(entry, 'value'),
  }));
  return { ...readPoint(point), count: countField(point, 'count'), sum: doubleField(point, 'sum'), quantiles };
}

function readPoint(point: JsonObject): Pick<OtlpNumberPoint, 'at' | 'attributes'> {
  return { at: toMilliseconds(timeField(point, 'timeUnixNano')), attributes: readAttributes(point, 'attributes') };
}

function readSum(point: JsonObject): Pick<OtlpHistogramPoint, 'count' | 'sum'> {
  return { count: countField(point, 'count'), sum: point.sum === undefined ? undefined : doubleField(point, 'sum') };
}
