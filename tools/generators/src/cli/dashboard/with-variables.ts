import { jsonText } from '../../emit/code-text.ts';

/** Stands around the name of a variable; no contract and no page has it in a text. */
export const variableMark = '\u{f8ff}';

/** A literal of JavaScript; where variables are in the text, joined to them. */
export function withVariables(text: string): string {
  const pieces = text.split(variableMark);
  const parts = pieces.flatMap((piece, index) => {
    if (index % 2 === 1) return [`process.env.${piece}`];
    return piece === '' ? [] : [jsonText(piece)];
  });
  return parts.length === 0 ? '""' : parts.join(' + ');
}
