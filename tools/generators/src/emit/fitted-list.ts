export interface ListPlace {
  /** Blanks before the line. */
  readonly indent: number;
  readonly start: string;
  readonly end: string;
  /** Between the list and what is around it, when it stands on one line. */
  readonly space?: string;
}

/** A list on one line where it fits, else one element per line, as the formatter would have it. */
export function fittedList(elements: readonly string[], { indent, start, end, space = '' }: ListPlace): string {
  const line = `${start}${space}${elements.join(', ')}${space}${end}`;
  if (!line.includes('\n') && indent + line.length <= 120) return line;
  const blanks = ' '.repeat(indent);
  return `${start}\n${elements.map((element) => `${blanks}  ${element},\n`).join('')}${blanks}${end}`;
}
