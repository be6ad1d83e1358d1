import type { AttributeValue } from '../api/telemetry.ts';
import { decodeGroups } from './decode-groups.ts';
import { pushKeyValue } from './decode-value.ts';
import {
  type OtlpBatches,
  type OtlpEvent,
  type OtlpLink,
  type OtlpSpan,
  spanKinds,
  spanStatuses,
} from './otlp-data.ts';
import { between, noTime, toMilliseconds, type WireReader } from './wire-reader.ts';

/** `ExportTraceServiceRequest` of protobuf. */
export function decodeTraces(octets: Uint8Array): OtlpBatches['traces'] {
  return decodeGroups(octets, decodeSpan);
}

function decodeSpan(reader: WireReader): OtlpSpan {
  let [traceId, spanId, parentSpanId, traceState, name] = ['', '', '', '', ''];
  let kind = 0;
  let [start, end] = [noTime, noTime];
  let status = unset;
  let dropped = 0;
  const attributes: AttributeValue[] = [];
  const events: OtlpEvent[] = [];
  const links: OtlpLink[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    switch (tag) {
      case 0o12:
        traceId = reader.hex();
        break;
      case 0o22:
        spanId = reader.hex();
        break;
      case 0o32:
        traceState = reader.text();
        break;
      case 0o42:
        parentSpanId = reader.hex();
        break;
      case 0o52:
        name = reader.text();
        break;
      case 0o60:
        kind = reader.uint32();
        break;
      case 0o71:
        start = reader.time();
        break;
      case 0o101:
        end = reader.time();
        break;
      case 0o112:
        pushKeyValue(reader, attributes);
        break;
      case 0o120:
      case 0o140:
      case 0o160:
        dropped += reader.uint32();
        break;
      case 0o132:
        events.push(reader.message(decodeEvent));
        break;
      case 0o152:
        links.push(reader.message(decodeLink));
        break;
      case 0o172:
        status = reader.message(decodeStatus);
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    traceId,
    spanId,
    parentSpanId,
    traceState,
    name,
    kind: spanKinds[kind] ?? 'internal',
    startedAt: toMilliseconds(start),
    duration: between(start, end),
    status: spanStatuses[status.code] ?? 'unset',
    statusMessage: status.message,
    attributes,
    events,
    links,
    dropped,
  };
}

interface Status {
  readonly code: number;
  readonly message: string;
}

const unset: Status = { code: 0, message: '' };

function decodeStatus(reader: WireReader): Status {
  let [code, message] = [0, ''];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o22) message = reader.text();
    else if (tag === 0o30) code = reader.uint32();
    else reader.skip(tag);
  }
  return { code, message };
}

function decodeEvent(reader: WireReader): OtlpEvent {
  let [name, at] = ['', 0];
  const attributes: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o11) at = toMilliseconds(reader.time());
    else if (tag === 0o22) name = reader.text();
    else if (tag === 0o32) pushKeyValue(reader, attributes);
    else reader.skip(tag);
  }
  return { name, at, attributes };
}

function decodeLink(reader: WireReader): OtlpLink {
  let [traceId, spanId] = ['', ''];
  const attributes: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    if (tag === 0o12) traceId = reader.hex();
    else if (tag === 0o22) spanId = reader.hex();
    else if (tag === 0o42) pushKeyValue(reader, attributes);
    else reader.skip(tag);
  }
  return { traceId, spanId, attributes };
}
