import type { Header } from '@brrt/service-model';
import { compileHeaderEncoder } from './compile-header-encoder.ts';
import { type Addressed, compileRequestEncoder, type Given, type RequestEncoder } from './compile-request-encoder.ts';

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

/** As `compileHeaderEncoder`, for one value. */
export function encodeHeaderValue(header: Header, value: unknown): string {
  return compileHeaderEncoder(header)(value);
}
