/** Joins what is a class and drops what is not: `classNames('row', selected && 'selected')`. */
export function classNames(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== '').join(' ');
}
