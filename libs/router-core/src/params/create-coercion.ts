import type { ValueType } from '@brrt/service-model/value-types';

/** Decoded text → what the schema expects there. What fits nothing stays text, for the schema to refuse. */
export type Coerce = (text: string) => unknown;

/** More digits than any integer of a format has. */
const longestWideInteger = 40;
/** Digits of a small integer of V8, at least. */
const longestShort = 9;
const zero = 48;

const integerPattern = /^-?(?:0|[1-9][0-9]*)$/;
const numberPattern = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

export interface CoercionOptions {
  /** Whether integers are `bigint`s. */
  readonly isWide: boolean;
  /** What reads arrays and objects. */
  readonly nested: () => Coerce;
}

const plain: CoercionOptions = { isWide: false, nested: () => asText };

/**
 * Text → the first type that the schema allows and the text can be: null, boolean, integer, number, array or object, string.
 * Only the grammar of JSON counts: no `0x10`, no `+1`, no `yes`, no blank.
 */
export function createCoercion(types: ReadonlySet<ValueType>, { isWide, nested }: CoercionOptions = plain): Coerce {
  if (types.size === 1) {
    const [only] = types;
    if (only === 'string') return asText;
    if (only === 'integer') return isWide ? toWideInteger : toInteger;
  }
  const attempts = attemptsInOrder
    .filter(([type]) => types.has(type))
    .map(([type, attempt]) => (type === 'integer' && isWide ? toWideInteger : attempt));
  // The empty text and the word `null` are null only where they cannot be text.
  const isNullable = types.has('null') && !types.has('string');
  const last = types.has('string') ? asText : nested();
  return (text) => {
    if (isNullable && (text === '' || text === 'null')) return null;
    for (const attempt of attempts) {
      const value = attempt(text);
      if (value !== text) return value;
    }
    return last(text);
  };
}

export function asText(text: string): unknown {
  return text;
}

function toBoolean(text: string): unknown {
  if (text === 'true') return true;
  return text === 'false' ? false : text;
}

// Beyond 2^53 a number would be another one: it stays text, which the schema refuses.
function toInteger(text: string): unknown {
  const short = shortInteger(text);
  if (short !== -1) return short;
  if (!integerPattern.test(text)) return text;
  const number = Number(text);
  // `-0` is 0, as it is when a client writes it.
  return Number.isSafeInteger(number) ? number + 0 : text;
}

/** Of up to nine digits, as most are; -1: of more, or none. */
function shortInteger(text: string): number {
  const { length } = text;
  if (length === 0 || length > longestShort || (length > 1 && text.charCodeAt(0) === zero)) return -1;
  let value = 0;
  for (let index = 0; index < length; index++) {
    const digit = text.charCodeAt(index) - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function toWideInteger(text: string): unknown {
  return text.length <= longestWideInteger && integerPattern.test(text) ? BigInt(text) : text;
}

function toNumber(text: string): unknown {
  if (!numberPattern.test(text)) return text;
  const number = Number(text);
  // 1e400 is no number of this machine.
  return Number.isFinite(number) ? number + 0 : text;
}

const attemptsInOrder: readonly (readonly [ValueType, Coerce])[] = [
  ['boolean', toBoolean],
  ['integer', toInteger],
  ['number', toNumber],
];
