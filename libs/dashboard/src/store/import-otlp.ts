import { isObject, type JsonObject } from '../otlp/json-field.ts';
import type { OtlpBatches, OtlpGroup, OtlpLog, Signal } from '../otlp/otlp-data.ts';
import { OtlpError } from '../otlp/otlp-error.ts';
import { parseJsonText } from '../otlp/parse-json.ts';
import { readLogs } from '../otlp/read-logs.ts';
import { readMetrics } from '../otlp/read-metrics.ts';
import { readTraces } from '../otlp/read-traces.ts';
import { textAttribute } from './attribute-list.ts';
import type { IngestResult } from './ingest.ts';
import { unknownService } from './resource-table.ts';
import { splitDocuments } from './split-documents.ts';
import type { StoredLog } from './stored-log.ts';

export interface ImportTarget {
  ingest<S extends Signal>(signal: S, batch: OtlpBatches[S]): IngestResult;
  /** What is there before: it does not come a second time. */
  readonly logs: Iterable<StoredLog>;
}

export interface ImportOptions {
  /** Characters in all. */
  readonly maximumLength?: number;
}

const usualLength = 256 * 1024 * 1024;

/**
 * Takes in what `exportOtlp` wrote, an export request of one signal, a list of those, or one in each line as the file exporter of the
 * OpenTelemetry Collector writes them. Throws `OtlpError` where nothing of it is OTLP.
 */
export async function importOtlp(
  target: ImportTarget,
  source: string | AsyncIterable<string | Uint8Array>,
  { maximumLength = usualLength }: ImportOptions = {},
): Promise<IngestResult> {
  const known = new Set<string>();
  for (const log of target.logs) known.add(logKey(log, log.resource.service));
  const total = { accepted: 0, rejected: 0 };
  const messages = new Set<string>();
  let documents = 0;
  const take = ({ accepted, rejected, message }: IngestResult): void => {
    total.accepted += accepted;
    total.rejected += rejected;
    if (message !== undefined && messages.size < 10) messages.add(message);
  };
  for await (const { text, line } of splitDocuments(source, maximumLength)) {
    try {
      const parsed = parseJsonText(text);
      for (const document of Array.isArray(parsed) ? parsed : [parsed]) {
        for (const result of ingestDocument(target, asDocument(document), known)) take(result);
        documents += 1;
      }
    } catch (error) {
      if (!(error instanceof OtlpError)) throw error;
      if (line === undefined) throw error;
      take({ accepted: 0, rejected: 1, message: `Line ${line}: ${error.message}` });
    }
  }
  if (documents === 0) throw new OtlpError([...messages][0] ?? 'There is nothing in it');
  return messages.size === 0 ? total : { ...total, message: [...messages].join('; ') };
}

function asDocument(value: unknown): JsonObject {
  const isDocument =
    isObject(value) && ['resourceSpans', 'resourceLogs', 'resourceMetrics'].some((name) => name in value);
  if (!isDocument) throw new OtlpError('There is neither resourceSpans nor resourceLogs nor resourceMetrics in it');
  return value;
}

/** All is read before anything is taken in. */
function ingestDocument(
  target: ImportTarget,
  document: JsonObject,
  known: ReadonlySet<string>,
): readonly IngestResult[] {
  const [traces, logs, metrics] = [readTraces(document), readLogs(document), readMetrics(document)];
  return [
    target.ingest('traces', traces),
    target.ingest(
      'logs',
      logs.map((group) => withoutKnown(group, known)),
    ),
    target.ingest('metrics', metrics),
  ];
}

function withoutKnown(group: OtlpGroup<OtlpLog>, known: ReadonlySet<string>): OtlpGroup<OtlpLog> {
  if (known.size === 0) return group;
  const service = textAttribute(group.resource, 'service.name') || unknownService;
  return { ...group, records: group.records.filter((log) => !known.has(logKey(log, service))) };
}

function logKey(
  { at, traceId, spanId, body }: Pick<OtlpLog, 'at' | 'traceId' | 'spanId' | 'body'>,
  service: string,
): string {
  return `${at} ${traceId} ${spanId} ${service} ${typeof body === 'string' ? body : JSON.stringify(body)}`;
}
