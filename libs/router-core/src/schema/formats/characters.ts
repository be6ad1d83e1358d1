// ASCII classes by char code. Comparisons instead of regular expressions: no backtracking, nothing allocated.

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

export const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

export const isAlphanumeric = (code: number): boolean => isDigit(code) || isLetter(code);

export const isHex = (code: number): boolean =>
  isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);

/** The two decimal digits at `at`; -1 where there are none. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Whether `%` and two hexadecimal digits stand at `at` (RFC 3986 §2.1). */
export const isPercentEncoded = (text: string, at: number): boolean =>
  text.charCodeAt(at) === 37 && isHex(text.charCodeAt(at + 1)) && isHex(text.charCodeAt(at + 2));

/** Whether a character is one of a set below 128. */
export function asciiSet(characters: string): (code: number) => boolean {
  const members = new Uint8Array(128);
  for (const character of characters) members[character.charCodeAt(0)] = 1;
  return (code) => code < 128 && members[code] === 1;
}

export const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const digits = '0123456789';
