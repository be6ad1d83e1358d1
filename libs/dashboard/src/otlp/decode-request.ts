import { decodeLogs } from './decode-logs.ts';
import { decodeMetrics } from './decode-metrics.ts';
import { decodeTraces } from './decode-traces.ts';
import type { OtlpEncoding } from './otlp-answer.ts';
import type { OtlpBatches, Signal } from './otlp-data.ts';
import { parseJson } from './parse-json.ts';
import { readLogs } from './read-logs.ts';
import { readMetrics } from './read-metrics.ts';
import { readTraces } from './read-traces.ts';

/** The body of an export request to plain data; throws `OtlpError`. An empty body holds nothing. */
export function decodeRequest<S extends Signal>(signal: S, encoding: OtlpEncoding, body: Buffer): OtlpBatches[S] {
  // `decoders` is keyed by signal as `OtlpBatches` is.
  const { protobuf, json } = decoders[signal] as Decoder<OtlpBatches[S]>;
  if (encoding === 'protobuf') return protobuf(body);
  return json(body.length === 0 ? {} : parseJson(body.toString('utf8')));
}

interface Decoder<Batch> {
  readonly protobuf: (octets: Uint8Array) => Batch;
  readonly json: (document: Readonly<Record<string, unknown>>) => Batch;
}

const decoders: { readonly [S in Signal]: Decoder<OtlpBatches[S]> } = {
  traces: { protobuf: decodeTraces, json: readTraces },
  logs: { protobuf: decodeLogs, json: readLogs },
  metrics: { protobuf: decodeMetrics, json: readMetrics },
};
