/** What is typed into a search box: `status:error http.route:"/pets/{id}" slow`. */
export interface FilterText {
  readonly filters: readonly Filter[];
  /** All that is no filter, joined by one space. */
  readonly text: string;
}

export interface Filter {
  readonly name: string;
  readonly value: string;
}

// name:value, name:"a value", or a word.
const token = /([A-Za-z_][\w.-]*):(?:"([^"]*)"?|(\S*))|\S+/g;

export function parseFilterText(typed: string): FilterText {
  const filters: Filter[] = [];
  const words: string[] = [];
  for (const [word, name, quoted, plain] of typed.matchAll(token)) {
    if (name === undefined || plain?.startsWith('//') === true) words.push(word);
    else filters.push({ name, value: quoted ?? plain ?? '' });
  }
  return { filters, text: words.join(' ') };
}

export function formatFilterText({ filters, text }: FilterText): string {
  const typed = filters.map(({ name, value }) => `${name}:${/[\s"]/.test(value) ? `"${value}"` : value}`);
  return [...typed, ...(text === '' ? [] : [text])].join(' ');
}

/** The value of a filter by its name; the last one counts. */
export function filterValue({ filters }: FilterText, name: string): string | undefined {
  const value = filters.findLast((filter) => filter.name === name)?.value;
  return value === '' ? undefined : value;
}
