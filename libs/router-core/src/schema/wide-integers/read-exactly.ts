import { losesDigits } from './loses-digits.ts';

/**
 * `JSON.parse` in which integers that would lose digits as numbers are `bigint`s.
 * @throws SyntaxError for what is no JSON
 */
export function readExactly(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source ?? '';
    return typeof value === 'number' && losesDigits(source) ? BigInt(source) : value;
  });
}
