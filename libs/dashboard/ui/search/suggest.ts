export interface FilterName {
  readonly name: string;
  readonly values: readonly string[];
}

export interface Suggestion {
  /** The whole text of the box when it is taken. */
  readonly typed: string;
  /** What the list shows. */
  readonly title: string;
  /** A value comes next: keep the list open. */
  readonly open: boolean;
}

/** What may come next after the word that is being typed, which is the last one. */
export function suggest(typed: string, names: readonly FilterName[]): readonly Suggestion[] {
  const start = typed.search(/\S*$/);
  const before = typed.slice(0, start);
  const word = typed.slice(start);
  const colon = word.indexOf(':');
  if (colon < 0) {
    return names
      .filter(({ name }) => name.toLowerCase().includes(word.toLowerCase()))
      .slice(0, 8)
      .map(({ name }) => ({ typed: `${before}${name}:`, title: `${name}:`, open: true }));
  }
  const name = word.slice(0, colon);
  const part = word
    .slice(colon + 1)
    .replaceAll('"', '')
    .toLowerCase();
  const values = names.find((one) => one.name === name)?.values ?? [];
  return values
    .filter((value) => value.toLowerCase().includes(part) && value !== word.slice(colon + 1))
    .slice(0, 8)
    .map((value) => {
      const token = `${name}:${/[\s"]/.test(value) ? `"${value}"` : value}`;
      return { typed: `${before}${token} `, title: token, open: false };
    });
}
