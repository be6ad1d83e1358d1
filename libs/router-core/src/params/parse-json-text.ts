import { parseJson } from '../body/parse-json.ts';
import type { JsonLimits } from '../body/scan-json.ts';
import { HttpError } from '../errors/http-error.ts';
import { RequestValidationError } from '../errors/request-errors.ts';

/** A JSON text inside of a parameter is held to the bounds of a body. */
const limits = { maxDepth: 64, maxKeys: 10_000 };

/** `inexact`: pointers of integers that would lose digits. Undefined: it is not JSON, or beyond the bounds. */
export type JsonText = { readonly value: unknown } | { readonly inexact: readonly string[] } | undefined;

export function parseJsonText(text: string, integers: Pick<JsonLimits, 'wide' | 'exact'>): JsonText {
  try {
    const octets = new TextEncoder().encode(text);
    return { value: parseJson(text, octets, { ...limits, ...integers }) };
  } catch (error) {
    if (error instanceof RequestValidationError) return { inexact: error.violations.map(({ pointer }) => pointer) };
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}
