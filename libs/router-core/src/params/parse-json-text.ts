import { parseJson } from '../body/parse-json.ts';
import { HttpError } from '../errors/http-error.ts';
import type { WideIntegers } from '../schema/wide-integers/compile-wide-integers.ts';

/** A JSON text inside of a parameter is held to the bounds of a body. */
const limits = { maxDepth: 64, maxKeys: 10_000 };

/** Undefined: it is not JSON, or beyond the bounds. */
export function parseJsonText(text: string, wide?: WideIntegers): { readonly value: unknown } | undefined {
  try {
    const octets = new TextEncoder().encode(text);
    return { value: parseJson(text, octets, wide === undefined ? limits : { ...limits, wide }) };
  } catch (error) {
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}
