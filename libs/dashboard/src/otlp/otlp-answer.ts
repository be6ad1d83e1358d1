import type { Signal } from './otlp-data.ts';

/** What exporters are told; the encoding is that of the request. */
export type OtlpEncoding = 'protobuf' | 'json';

export const contentTypes: Readonly<Record<OtlpEncoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

const rejectedNames: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

/** `Export…ServiceResponse`: empty when all was taken. */
export function encodeSuccess(
  signal: Signal,
  encoding: OtlpEncoding,
  { rejected, message = '' }: { readonly rejected: number; readonly message?: string },
): Buffer {
  if (encoding === 'json') {
    const partial = { [rejectedNames[signal]]: String(rejected), errorMessage: message };
    return Buffer.from(rejected === 0 ? '{}' : JSON.stringify({ partialSuccess: partial }));
  }
  if (rejected === 0) return Buffer.alloc(0);
  return lengthDelimited(1, Buffer.concat([Buffer.from([0o10]), varint(rejected), text(2, message)]));
}

/** `google.rpc.Status`. */
export function encodeStatus(encoding: OtlpEncoding, code: number, message: string): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.concat([Buffer.from([0o10]), varint(code), text(2, message)]);
}

function text(field: number, value: string): Buffer {
  return lengthDelimited(field, Buffer.from(value));
}

function lengthDelimited(field: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | 2]), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const octets: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    octets.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...octets, rest]);
}
