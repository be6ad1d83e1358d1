/** The fields of a message that are octets: texts, bytes, messages. Others are of no use to the Workload API. */
export interface ProtobufField {
  readonly number: number;
  readonly value: Buffer;
}

const wireTypes = { varint: 0, eightOctets: 1, lengthDelimited: 2, fourOctets: 5 };
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads one message (Protocol Buffers encoding); undefined when it is none. */
export function readFields(message: Buffer): readonly ProtobufField[] | undefined {
  const fields: ProtobufField[] = [];
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    if (tag === undefined || tag.value < 8) return undefined;
    const body = readBody(message, tag.end, tag.value & 7);
    if (body === undefined || body.end > message.length) return undefined;
    if (body.value !== undefined) fields.push({ number: tag.value >>> 3, value: body.value });
    at = body.end;
  }
  return fields;
}

/** A text field that may be left out; undefined when it is not UTF-8. */
export function textOf(fields: readonly ProtobufField[], number: number): string | undefined {
  try {
    return utf8.decode(octetsOf(fields, number));
  } catch {
    return undefined;
  }
}

/** A message of one text, or the beginning of a longer one. */
export function writeText(number: number, text: string): Buffer {
  const octets = Buffer.from(text);
  return Buffer.concat([writeVarint(number * 8 + wireTypes.lengthDelimited), writeVarint(octets.length), octets]);
}

/** Of a field that is there twice the last counts. */
export function octetsOf(fields: readonly ProtobufField[], number: number): Buffer {
  return fields.findLast((field) => field.number === number)?.value ?? Buffer.alloc(0);
}

function readBody(message: Buffer, at: number, wireType: number): { end: number; value?: Buffer } | undefined {
  if (wireType === wireTypes.eightOctets) return { end: at + 8 };
  if (wireType === wireTypes.fourOctets) return { end: at + 4 };
  const number = readVarint(message, at);
  if (number === undefined) return undefined;
  if (wireType === wireTypes.varint) return { end: number.end };
  if (wireType !== wireTypes.lengthDelimited) return undefined;
  const end = number.end + number.value;
  return { end, value: message.subarray(number.end, end) };
}

function writeVarint(value: number): Buffer {
  const octets: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) octets.push((rest & 0x7f) | 0x80);
  return Buffer.from([...octets, rest]);
}

// Ten octets at most; what does not fit into a number without loss is no length and no tag, so its value does not matter.
function readVarint(message: Buffer, at: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const octet = message[at + index];
    if (octet === undefined) return undefined;
    value += (octet & 0x7f) * 2 ** (7 * index);
    if (octet < 0x80) return { value, end: at + index + 1 };
  }
  return undefined;
}
