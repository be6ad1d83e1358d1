import type { ValueType } from '@brrt/service-model/value-types';
import type { WideIntegers } from '../schema/wide-integers/compile-wide-integers.ts';
import { asText, type Coerce, createCoercion } from './create-coercion.ts';
import { parseJsonText } from './parse-json-text.ts';

export type { Coerce } from './create-coercion.ts';

/** Whether integers are `bigint`s: of the value itself, and inside of a nested JSON text. */
export interface NumberReading {
  readonly isWide: boolean;
  readonly wide: () => WideIntegers | undefined;
}

const asNumbers: NumberReading = { isWide: false, wide: () => undefined };

/** `createCoercion` with what may be nested. */
export function compileCoercion(types: ReadonlySet<ValueType>, numbers: NumberReading = asNumbers): Coerce {
  return createCoercion(types, { isWide: numbers.isWide, nested: () => compileNested(types, numbers) });
}

// Arrays and objects inside of others have no form in any style: they are JSON texts.
function compileNested(types: ReadonlySet<ValueType>, { wide }: NumberReading): Coerce {
  const brackets = [...(types.has('array') ? ['['] : []), ...(types.has('object') ? ['{'] : [])];
  if (brackets.length === 0) return asText;
  const integers = wide();
  return (text) => {
    if (!brackets.some((bracket) => text.startsWith(bracket))) return text;
    const parsed = parseJsonText(text, integers);
    return parsed === undefined ? text : parsed.value;
  };
}
