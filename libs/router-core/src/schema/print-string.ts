/** A string as a literal of JavaScript. The line separators of Unicode are escaped for readers older than ECMAScript 2019. */
export function printString(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
