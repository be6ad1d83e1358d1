import type { AttributeValue } from '../api/telemetry.ts';
import { decodeGroups } from './decode-groups.ts';
import { decodeValue, pushKeyValue } from './decode-value.ts';
import type { OtlpBatches, OtlpLog } from './otlp-data.ts';
import { toMilliseconds, type WireReader } from './wire-reader.ts';

/** `ExportLogsServiceRequest` of protobuf. */
export function decodeLogs(octets: Uint8Array): OtlpBatches['logs'] {
  return decodeGroups(octets, decodeLog);
}

function decodeLog(reader: WireReader): OtlpLog {
  let [at, observedAt, severityNumber] = [0, 0, 0];
  let [severityText, traceId, spanId, eventName] = ['', '', '', ''];
  let body: AttributeValue = '';
  const attributes: AttributeValue[] = [];
  for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
    switch (tag) {
      case 0o11:
        at = toMilliseconds(reader.time());
        break;
      case 0o20:
        severityNumber = reader.uint32();
        break;
      case 0o32:
        severityText = reader.text();
        break;
      case 0o52:
        body = reader.message(decodeValue);
        break;
      case 0o62:
        pushKeyValue(reader, attributes);
        break;
      case 0o112:
        traceId = reader.hex();
        break;
      case 0o122:
        spanId = reader.hex();
        break;
      case 0o131:
        observedAt = toMilliseconds(reader.time());
        break;
      case 0o142:
        eventName = reader.text();
        break;
      default:
        reader.skip(tag);
    }
  }
  if (eventName !== '') attributes.push('event.name', eventName);
  return { at: at || observedAt, severityNumber, severityText, body, attributes, traceId, spanId };
}
