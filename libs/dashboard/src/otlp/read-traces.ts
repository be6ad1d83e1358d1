import {
  countField,
  enumField,
  idField,
  type JsonObject,
  objectField,
  objectsField,
  textField,
  timeField,
} from './json-field.ts';
import { readAttributes } from './json-value.ts';
import {
  type OtlpBatches,
  type OtlpEvent,
  type OtlpLink,
  type OtlpSpan,
  spanKinds,
  spanStatuses,
} from './otlp-data.ts';
import { readGroups } from './read-groups.ts';
import { between, toMilliseconds } from './wire-reader.ts';

const names = { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans' };

/** `ExportTraceServiceRequest` of JSON. */
export function readTraces(document: JsonObject): OtlpBatches['traces'] {
  return readGroups(document, names, readSpan);
}

function readSpan(span: JsonObject): OtlpSpan {
  const status = objectField(span, 'status');
  const start = timeField(span, 'startTimeUnixNano');
  return {
    traceId: idField(span, 'traceId'),
    spanId: idField(span, 'spanId'),
    parentSpanId: idField(span, 'parentSpanId'),
    traceState: textField(span, 'traceState'),
    name: textField(span, 'name'),
    kind: spanKinds[enumField(span, 'kind')] ?? 'internal',
    startedAt: toMilliseconds(start),
    duration: between(start, timeField(span, 'endTimeUnixNano')),
    status: spanStatuses[enumField(status, 'code')] ?? 'unset',
    statusMessage: textField(status, 'message'),
    attributes: readAttributes(span, 'attributes'),
    events: objectsField(span, 'events').map(readEvent),
    links: objectsField(span, 'links').map(readLink),
    dropped:
      countField(span, 'droppedAttributesCount') +
      countField(span, 'droppedEventsCount') +
      countField(span, 'droppedLinksCount'),
  };
}

function readEvent(event: JsonObject): OtlpEvent {
  const at = toMilliseconds(timeField(event, 'timeUnixNano'));
  return { name: textField(event, 'name'), at, attributes: readAttributes(event, 'attributes') };
}

function readLink(link: JsonObject): OtlpLink {
  const attributes = readAttributes(link, 'attributes');
  return { traceId: idField(link, 'traceId'), spanId: idField(link, 'spanId'), attributes };
}
