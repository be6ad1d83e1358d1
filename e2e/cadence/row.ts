/** One thing that a developer waits for. */
export interface Row {
  readonly what: string;
  /** Each time that it was done, in milliseconds; or what was counted. */
  readonly milliseconds?: readonly number[];
  readonly count?: string;
}

export function formatRows(rows: readonly Row[]): string {
  return rows.map((row) => `| ${row.what} | ${describe(row)} |`).join('\n');
}

function describe({ milliseconds, count }: Row): string {
  if (milliseconds === undefined) return count ?? '';
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    seconds(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return sorted.length < 10 ? at(0.5) : `${at(0.5)} (p95 ${at(0.95)})`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
