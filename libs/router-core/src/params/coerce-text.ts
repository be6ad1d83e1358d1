import type { ValueType } from '@brrt/service-model/value-types';
import type { JsonLimits } from '../body/scan-json.ts';
import { losesDigits } from '../schema/wide-integers/loses-digits.ts';
import { asText, type Coerce, createCoercion } from './create-coercion.ts';
import { parseJsonText } from './parse-json-text.ts';

export type { Coerce } from './create-coercion.ts';

/** Whether integers are `bigint`s, and how those inside of a nested JSON text are read. */
export interface NumberReading {
  readonly isWide: boolean;
  readonly integers: () => Pick<JsonLimits, 'wide' | 'exact'>;
}

const asNumbers: NumberReading = { isWide: false, integers: () => ({}) };

/** `createCoercion` with what may be nested. */
export function compileCoercion(types: ReadonlySet<ValueType>, numbers: NumberReading = asNumbers): Coerce {
  return createCoercion(types, { isWide: numbers.isWide, nested: () => compileNested(types, numbers) });
}

// Arrays and objects inside of others have no form in any style: they are JSON texts.
function compileNested(types: ReadonlySet<ValueType>, { integers }: NumberReading): Coerce {
  const brackets = [...(types.has('array') ? ['['] : []), ...(types.has('object') ? ['{'] : [])];
  if (brackets.length === 0) return asText;
  const read = integers();
  return (text) => {
    if (!brackets.some((bracket) => text.startsWith(bracket))) return text;
    const parsed = parseJsonText(text, read);
    if (parsed === undefined) return text;
    return 'inexact' in parsed ? JSON.parse(text, keepText) : parsed.value;
  };
}

/** What would be another number stays text, which the schema refuses. */
function keepText(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? '';
  return typeof value === 'number' && losesDigits(source) ? source : value;
}
