import type { JsonSchema } from '@brrt/service-model';
import { compileExactIntegers } from '../schema/wide-integers/compile-exact-integers.ts';
import { compileWideIntegers } from '../schema/wide-integers/compile-wide-integers.ts';
import type { DecoderContext } from './body-decoder.ts';
import type { JsonLimits } from './scan-json.ts';

/** How a JSON text that a schema describes has its integers read: none may become another. */
export function jsonIntegers(
  schema: JsonSchema | undefined,
  { contract, mayLoseDigits = false }: Pick<DecoderContext, 'contract' | 'mayLoseDigits'>,
): Pick<JsonLimits, 'wide' | 'exact'> {
  return {
    wide: compileWideIntegers(schema, contract),
    exact: mayLoseDigits ? undefined : compileExactIntegers(schema, contract),
  };
}
