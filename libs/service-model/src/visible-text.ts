// Controls (tab apart), separators of lines, halves of surrogate pairs, tags, and what changes the direction of text or has
// no width (Unicode Technical Standard #55). Joiners (U+200C, U+200D) stay: words and emoji are written with them.
const hidden =
  /(?!\t)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/**
 * One line of text with nothing in it that a terminal acts on or an editor hides: such characters become `\uXXXX`,
 * which JSON, JavaScript and double-quoted YAML read back as the same character.
 */
export function visibleText(text: string): string {
  return text.replaceAll(hidden, escaped);
}

/** As `visibleText`, of a text whose line breaks are meant. */
export function visibleLines(text: string): string {
  return text.split(/\r?\n/).map(visibleText).join('\n');
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
