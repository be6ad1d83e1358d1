/** `octet 17 (line 2, column 5)`: octets count from 0 in UTF-8, lines and columns (code points) from 1. */
export function placeInText(text: string, index: number): string {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line += 1;
  const column = [...before.slice(lineStart)].length + 1;
  return `octet ${new TextEncoder().encode(before).length} (line ${line}, column ${column})`;
}
