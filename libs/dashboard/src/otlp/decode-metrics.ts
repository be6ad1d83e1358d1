import type { AttributeValue } from '../api/telemetry.ts';
import { decodeGroups } from './decode-groups.ts';
import {
  decodeExponentialPoint,
  decodeHistogramPoint,
  decodeNumberPoint,
  decodeSummaryPoint,
} from './decode-points.ts';
import { pushKeyValue } from './decode-value.ts';
import type { OtlpBatches, OtlpMetric, OtlpMetricData } from './otlp-data.ts';
import type { WireReader } from './wire-reader.ts';

/** `ExportMetricsServiceRequest` of protobuf. */
export function decodeMetrics(octets: Uint8Array): OtlpBatches['metrics'] {
  return decodeGroups(octets, decodeMetric);
}

function decodeMetric(reader: WireReader): OtlpMetric {
  let [name, description, unit] = ['', '', ''];
  let data: OtlpMetricData = { type: 'unknown' };
  const metadata: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    switch (tag) {
      case 0o12:
        name = reader.text();
        break;
      case 0o22:
        description = reader.text();
        break;
      case 0o32:
        unit = reader.text();
        break;
      case 0o52:
        data = { type: 'gauge', points: reader.message((inner) => decodeData(inner, decodeNumberPoint)).points };
        break;
      case 0o72:
        data = { type: 'sum', ...reader.message((inner) => decodeData(inner, decodeNumberPoint)) };
        break;
      case 0o112:
        data = histogram(reader.message((inner) => decodeData(inner, decodeHistogramPoint)));
        break;
      case 0o122:
        data = histogram(reader.message((inner) => decodeData(inner, decodeExponentialPoint)));
        break;
      case 0o132:
        data = { type: 'summary', points: reader.message((inner) => decodeData(inner, decodeSummaryPoint)).points };
        break;
      case 0o142:
        pushKeyValue(reader, metadata);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { name, description, unit, metadata, data };
}

function histogram({
  points,
  isDelta,
}: Pick<Extract<OtlpMetricData, { type: 'histogram' }>, 'points' | 'isDelta'>): OtlpMetricData {
  return { type: 'histogram', isDelta, points };
}

const delta = 1;

/** Points in 1, the temporality in 2, whether it only grows in 3: what a kind does not have is not sent. */
function decodeData<Point>(
  reader: WireReader,
  decode: (reader: WireReader) => Point,
): { readonly points: readonly Point[]; readonly isDelta: boolean; readonly isMonotonic: boolean } {
  const points: Point[] = [];
  let [isDelta, isMonotonic] = [false, false];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) points.push(reader.message(decode));
    else if (tag === 0o20) isDelta = reader.uint32() === delta;
    else if (tag === 0o30) isMonotonic = reader.uint32() !== 0;
    else reader.skip(tag);
  }
  return { points, isDelta, isMonotonic };
}
