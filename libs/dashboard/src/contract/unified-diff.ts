/** A run of lines that stayed, came or went. */
interface Edit {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

const contextLines = 3;
// Beyond this the texts have little in common, and the shortest way from one to the other helps nobody.
const maximumEdits = 500;

/** `diff -u` without file names: hunks alone, three lines around each change; empty when the texts are the same. */
export function unifiedDiff(before: string, after: string): string {
  if (before === after) return '';
  return hunksOf(editsBetween(linesOf(before), linesOf(after)));
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') return lines.slice(0, -1);
  return [...lines.slice(0, -1), `${lines.at(-1)}\n\\ No newline at end of file`];
}

function editsBetween(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const same = (line: string): Edit => ({ kind: ' ', line });
  return [
    ...before.slice(0, start).map(same),
    ...shortestEdits(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

/** Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy one. */
function shortestEdits(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const furthest: Map<number, number>[] = [];
  let reached = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(before.length + after.length, maximumEdits); edits += 1) {
    const next = new Map(reached);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let at = takesInsertion(reached, diagonal, edits)
        ? (reached.get(diagonal + 1) ?? 0)
        : (reached.get(diagonal - 1) ?? 0) + 1;
      while (at < before.length && at - diagonal < after.length && before[at] === after[at - diagonal]) at += 1;
      next.set(diagonal, at);
      if (at >= before.length && at - diagonal >= after.length)
        return walkBack(furthest.concat(reached), before, after);
    }
    furthest.push(reached);
    reached = next;
  }
  return [...before.map((line): Edit => ({ kind: '-', line })), ...after.map((line): Edit => ({ kind: '+', line }))];
}

function takesInsertion(reached: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1);
}

function walkBack(
  furthest: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [before.length, after.length];
  for (let count = furthest.length - 1; count >= 0; count -= 1) {
    const reached = furthest[count] ?? new Map<number, number>();
    const diagonal = x - y;
    const previous = takesInsertion(reached, diagonal, count) ? diagonal + 1 : diagonal - 1;
    const fromX = count === 0 ? 0 : (reached.get(previous) ?? 0);
    const fromY = count === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      edits.push({ kind: ' ', line: before[x] ?? '' });
    }
    if (count === 0) break;
    if (x === fromX) edits.push({ kind: '+', line: after[fromY] ?? '' });
    else edits.push({ kind: '-', line: before[fromX] ?? '' });
    [x, y] = [fromX, fromY];
  }
  return edits.reverse();
}

function hunksOf(edits: readonly Edit[]): string {
  const changes = edits.flatMap(({ kind }, index) => (kind === ' ' ? [] : [index]));
  const text: string[] = [];
  let [oldLine, newLine, walked] = [1, 1, 0];
  for (let index = 0; index < changes.length; ) {
    const first = Math.max(0, (changes[index] ?? 0) - contextLines);
    let last = changes[index] ?? 0;
    while (index < changes.length && (changes[index] ?? 0) - last <= 2 * contextLines) {
      last = changes[index] ?? 0;
      index += 1;
    }
    const skipped = edits.slice(walked, first);
    oldLine += skipped.filter(({ kind }) => kind !== '+').length;
    newLine += skipped.filter(({ kind }) => kind !== '-').length;
    const hunk = edits.slice(first, last + contextLines + 1);
    const [old, fresh] = [
      hunk.filter(({ kind }) => kind !== '+').length,
      hunk.filter(({ kind }) => kind !== '-').length,
    ];
    text.push(`@@ -${range(oldLine, old)} +${range(newLine, fresh)} @@`, ...hunk.map(({ kind, line }) => kind + line));
    oldLine += old;
    newLine += fresh;
    walked = first + hunk.length;
  }
  return `${text.join('\n')}\n`;
}

function range(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`;
  return count === 1 ? String(start) : `${start},${count}`;
}
