/** Moves the focus between the children of `container`: arrows, `j`, `k`, Home, End. */
export function focusRow(event: KeyboardEvent, container: HTMLElement | null): void {
  if (container === null || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest('input, select, textarea') !== null) return;
  const rows = [...container.children].filter((row): row is HTMLElement => row instanceof HTMLElement);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = nextIndex(event.key, at, rows.length);
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  rows[next]?.focus();
}

/** Index that a key moves to; undefined: not a key of lists. */
export function nextIndex(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown' || key === 'j') return Math.min(at + 1, count - 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'PageDown') return Math.min(at + 15, count - 1);
  if (key === 'PageUp') return Math.max(at - 15, 0);
  return undefined;
}
