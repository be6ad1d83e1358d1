const width = 120;

/** JSON as Biome formats it: a list of strings stays on one line where it fits, as in no `package.json`. */
export function jsonText(value: object): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replaceAll(/^(.*)\[\n((?: *"[^"\n]*",?\n)+) *\]/gm, oneLine)}\n`;
}

function oneLine(all: string, before: string, items: string): string {
  const line = `${before}[${items.trim().split(/\n */).join(' ')}]`;
  return line.length < width ? line : all;
}
