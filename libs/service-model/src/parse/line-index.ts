/** Line (from 1) and column (from 1, in UTF-16 units) of a text offset. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface LineIndex {
  positionOf(offset: number): Position;
}

/** Finds line and column of any offset of `text` by bisection; the table of lines is made at the first question. */
export function createLineIndex(text: string): LineIndex {
  let starts: readonly number[] | undefined;
  return {
    positionOf(offset) {
      starts ??= lineStarts(text);
      const line = lastAtOrBefore(starts, offset);
      return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
