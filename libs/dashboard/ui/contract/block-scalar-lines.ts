import { yamlLine } from './split-yaml-line.ts';

// '!!str |2- # comment'
const HEADER = /^\s*(?:[!&]\S+\s+)*[|>](?:[1-9][+-]?|[+-][1-9]?)?\s*(?:\s#.*)?$/;

/** Numbers, from 0, of the lines that are inside of a block scalar (`|`, `>`), and so text whatever they look like. */
export function blockScalarLines(lines: readonly string[]): ReadonlySet<number> {
  const texts = new Set<number>();
  /** Of what holds the text: as long as lines are further in, it goes on. */
  let column: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (column !== undefined && (line.trim() === '' || indentOf(line) > column)) texts.add(index);
    else column = headerColumn(line);
  }
  return texts;
}

function indentOf(line: string): number {
  return line.search(/[^ ]/);
}

/** Where the key or the dash stands whose value is the text that begins below; undefined: none does. */
function headerColumn(line: string): number | undefined {
  if (!/[|>]/.test(line)) return undefined;
  const { indent, key, rest } = yamlLine(line);
  if (!HEADER.test(rest)) return undefined;
  if (key !== undefined) return indent.length;
  const dash = indent.lastIndexOf('-');
  return dash < 0 ? undefined : dash;
}
