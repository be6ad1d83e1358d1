import { enumField, idField, type JsonObject, objectField, textField, timeField } from './json-field.ts';
import { readAttributes, readValue } from './json-value.ts';
import type { OtlpBatches, OtlpLog } from './otlp-data.ts';
import { readGroups } from './read-groups.ts';
import { toMilliseconds } from './wire-reader.ts';

const names = { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords' };

/** `ExportLogsServiceRequest` of JSON. */
export function readLogs(document: JsonObject): OtlpBatches['logs'] {
  return readGroups(document, names, readLog);
}

function readLog(log: JsonObject): OtlpLog {
  const eventName = textField(log, 'eventName');
  const attributes = readAttributes(log, 'attributes');
  return {
    at: toMilliseconds(timeField(log, 'timeUnixNano')) || toMilliseconds(timeField(log, 'observedTimeUnixNano')),
    severityNumber: enumField(log, 'severityNumber'),
    severityText: textField(log, 'severityText'),
    body: readValue(objectField(log, 'body')) ?? '',
    attributes: eventName === '' ? attributes : [...attributes, 'event.name', eventName],
    traceId: idField(log, 'traceId'),
    spanId: idField(log, 'spanId'),
  };
}
