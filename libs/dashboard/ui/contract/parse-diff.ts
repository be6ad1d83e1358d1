/** A unified diff, line by line. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed' | 'gap';
  readonly text: string;
  /** From 1. */
  readonly before?: number;
  readonly after?: number;
}

/** One row of a side by side view; an absent side has nothing there. */
export interface DiffRow {
  readonly before?: DiffLine;
  readonly after?: DiffLine;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@(.*)$/;

/** Lines of the hunks; heads of files are left out. */
export function parseDiff(diff: string): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let at: { before: number; after: number } | undefined;
  for (const line of diff.replace(/\n$/, '').split('\n')) {
    const hunk = HUNK.exec(line);
    if (hunk !== null) {
      at = { before: Number(hunk[1]), after: Number(hunk[2]) };
      lines.push({ kind: 'gap', text: (hunk[3] ?? '').trim() });
      continue;
    }
    if (at === undefined || line.startsWith('\\')) continue;
    const text = line.slice(1);
    if (line.startsWith('+')) lines.push({ kind: 'added', text, after: at.after++ });
    else if (line.startsWith('-')) lines.push({ kind: 'removed', text, before: at.before++ });
    else if (line.startsWith(' ') || line === '')
      lines.push({ kind: 'same', text, before: at.before++, after: at.after++ });
    else at = undefined;
  }
  return lines;
}

/** What was removed beside what came for it. */
export function pairLines(lines: readonly DiffLine[]): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = (): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      const [before, after] = [removed[index], added[index]];
      rows.push({ ...(before && { before }), ...(after && { after }) });
    }
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === 'removed') {
      if (added.length > 0) flush();
      removed.push(line);
    } else if (line.kind === 'added') added.push(line);
    else {
      flush();
      rows.push({ before: line, after: line });
    }
  }
  flush();
  return rows;
}

export function countChanges(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
  return {
    added: lines.filter(({ kind }) => kind === 'added').length,
    removed: lines.filter(({ kind }) => kind === 'removed').length,
  };
}
