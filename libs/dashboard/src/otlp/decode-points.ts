import type { AttributeValue } from '../api/telemetry.ts';
import { pushKeyValue } from './decode-value.ts';
import { type ExponentialBuckets, spreadBuckets } from './exponential-buckets.ts';
import type { OtlpHistogramPoint, OtlpNumberPoint, OtlpSummaryPoint } from './otlp-data.ts';
import { toMilliseconds, type WireReader } from './wire-reader.ts';

const double = (reader: WireReader): number => reader.double();
const fixed64 = (reader: WireReader): number => reader.fixed64();
const uint64 = (reader: WireReader): number => reader.uint64();

export function decodeNumberPoint(reader: WireReader): OtlpNumberPoint {
  let [at, value] = [0, Number.NaN];
  const attributes: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o31) at = toMilliseconds(reader.time());
    else if (tag === 0o41) value = reader.double();
    else if (tag === 0o61) value = Number(reader.sfixed64());
    else if (tag === 0o72) pushKeyValue(reader, attributes);
    else reader.skip(tag);
  }
  return { at, value, attributes };
}

export function decodeHistogramPoint(reader: WireReader): OtlpHistogramPoint {
  let [at, count] = [0, 0];
  let sum: number | undefined;
  const [bounds, counts]: [number[], number[]] = [[], []];
  const attributes: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o31) at = toMilliseconds(reader.time());
    else if (tag === 0o41) count = reader.fixed64();
    else if (tag === 0o51) sum = reader.double();
    else if (tag === 0o62 || tag === 0o61) reader.repeated(tag, counts, fixed64);
    else if (tag === 0o72 || tag === 0o71) reader.repeated(tag, bounds, double);
    else if (tag === 0o112) pushKeyValue(reader, attributes);
    else reader.skip(tag);
  }
  return { at, count, sum, bounds, counts, attributes };
}

export function decodeExponentialPoint(reader: WireReader): OtlpHistogramPoint {
  let [at, count, scale, zeroCount] = [0, 0, 0, 0];
  let sum: number | undefined;
  let [positive, negative] = [noBuckets, noBuckets];
  const attributes: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) pushKeyValue(reader, attributes);
    else if (tag === 0o31) at = toMilliseconds(reader.time());
    else if (tag === 0o41) count = reader.fixed64();
    else if (tag === 0o51) sum = reader.double();
    else if (tag === 0o60) scale = reader.sint32();
    else if (tag === 0o71) zeroCount = reader.fixed64();
    else if (tag === 0o102) positive = reader.message(decodeBuckets);
    else if (tag === 0o112) negative = reader.message(decodeBuckets);
    else reader.skip(tag);
  }
  return { at, count, sum, ...spreadBuckets({ scale, zeroCount, positive, negative }), attributes };
}

export function decodeSummaryPoint(reader: WireReader): OtlpSummaryPoint {
  let [at, count, sum] = [0, 0, 0];
  const quantiles: OtlpSummaryPoint['quantiles'][number][] = [];
  const attributes: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o31) at = toMilliseconds(reader.time());
    else if (tag === 0o41) count = reader.fixed64();
    else if (tag === 0o51) sum = reader.double();
    else if (tag === 0o62) quantiles.push(reader.message(decodeQuantile));
    else if (tag === 0o72) pushKeyValue(reader, attributes);
    else reader.skip(tag);
  }
  return { at, count, sum, quantiles, attributes };
}

const noBuckets: ExponentialBuckets = { offset: 0, counts: [] };

function decodeBuckets(reader: WireReader): ExponentialBuckets {
  let offset = 0;
  const counts: number[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o10) offset = reader.sint32();
    else if (tag === 0o22 || tag === 0o20) reader.repeated(tag, counts, uint64);
    else reader.skip(tag);
  }
  return { offset, counts };
}

function decodeQuantile(reader: WireReader): OtlpSummaryPoint['quantiles'][number] {
  let [quantile, value] = [0, 0];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o11) quantile = reader.double();
    else if (tag === 0o21) value = reader.double();
    else reader.skip(tag);
  }
  return { quantile, value };
}
