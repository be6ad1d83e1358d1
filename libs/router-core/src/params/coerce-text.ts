import type { ValueShape } from './value-shape.ts';

const integerPattern = /^-?(?:0|[1-9][0-9]*)$/;
const numberPattern = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/**
 * Text → the first type that the shape allows and the text can be: null, boolean, integer, number, string.
 * Only the grammar of JSON counts: no `0x10`, no `+1`, no `yes`, no blank. What fits nothing stays text, for the schema to refuse.
 */
export function coerceText(text: string, shape: ValueShape): unknown {
  const { types } = shape;
  if (text === '') return types.has('null') && !types.has('string') ? null : text;
  if (types.has('boolean')) {
    if (text === 'true') return true;
    if (text === 'false') return false;
  }
  if (types.has('null') && text === 'null' && !types.has('string')) return null;
  // Beyond 2^53 a number would be another one: it stays text, which the schema refuses.
  if (types.has('integer') && integerPattern.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  if (types.has('number') && numberPattern.test(text)) {
    const number = Number(text);
    // 1e400 is no number of this machine.
    if (Number.isFinite(number)) return number;
  }
  return text;
}
