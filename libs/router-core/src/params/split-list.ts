/**
 * Elements of a header value, blanks around them left out. A comma inside of a quoted string divides nothing (RFC 9110 §5.6.1,
 * §5.6.4); quotes and escapes stay, as OpenAPI wants it (3.2 appendix D). A quote that is never closed is a character like any other.
 */
export function splitList(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(',').map(trim);
  const elements: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfQuoted(text, index) ?? index;
    else if (character === ',') {
      elements.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  elements.push(text.slice(start).trim());
  return elements;
}

function trim(text: string): string {
  return text.trim();
}

// Index of the closing quote.
function endOfQuoted(text: string, start: number): number | undefined {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  return undefined;
}
