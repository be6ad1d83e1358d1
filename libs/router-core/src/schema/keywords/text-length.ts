/** Whether a string has `count` characters or more, counted as Unicode code points (JSON Schema 2020-12 §6.3.2). */
export function hasAtLeast(text: string, count: number): boolean {
  if (text.length < count) return false;
  return text.length >= count * 2 || countsTo(text, count);
}

/** Whether a string has `count` characters or fewer. */
export function hasAtMost(text: string, count: number): boolean {
  if (text.length <= count) return true;
  return text.length <= count * 2 && !countsTo(text, count + 1);
}

function countsTo(text: string, count: number): boolean {
  let characters = 0;
  for (let at = 0; at < text.length && characters < count; at += 1) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) at += 1;
    characters += 1;
  }
  return characters >= count;
}
