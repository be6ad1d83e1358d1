import type { Header } from '@brrt/service-model';
import { mediaKind } from '../body/media-kind.ts';
import { writeJson } from '../body/write-json.ts';
import { type Addressed, compileRequestEncoder, type Given, type RequestEncoder } from './compile-request-encoder.ts';
import { compileParameterEncoder, type ParameterEncoder } from './encode-parameter.ts';

const known = new WeakMap<Addressed, RequestEncoder>();

// Without the schemas of components, what stands behind references counts as text.
function encoderOf(operation: Addressed): RequestEncoder {
  const encoder = known.get(operation) ?? compileRequestEncoder(operation, {});
  known.set(operation, encoder);
  return encoder;
}

/** As `RequestEncoder.path`. */
export function encodePath(operation: Addressed, values: Given): string {
  return encoderOf(operation).path(values);
}

/** As `RequestEncoder.query`. */
export function encodeQuery(operation: Addressed, values: Given): string {
  return encoderOf(operation).query(values);
}

/** As `RequestEncoder.headers`. */
export function encodeHeaders(operation: Addressed, values: Given): Readonly<Record<string, string>> {
  return encoderOf(operation).headers(values);
}

/** As `RequestEncoder.cookies`. */
export function encodeCookies(operation: Addressed, values: Given): string | undefined {
  return encoderOf(operation).cookies(values);
}

/** Writes a typed response header, style `simple`; what is returned throws TypeError for control characters. */
export function compileHeaderEncoder({ name, explode, content }: Header): ParameterEncoder {
  const rule = { name, in: 'header', style: 'simple', allowReserved: false } as const;
  if (content === undefined) return compileParameterEncoder({ ...rule, explode });
  const encode = compileParameterEncoder({ ...rule, explode: false });
  // What is no JSON is its own text (OpenAPI 3.2 §4.21.1).
  return mediaKind(content.mediaType) === 'json' ? (value) => encode(String(writeJson(value))) : encode;
}

/** As `compileHeaderEncoder`, for one value. */
export function encodeHeaderValue(header: Header, value: unknown): string {
  return compileHeaderEncoder(header)(value);
}
