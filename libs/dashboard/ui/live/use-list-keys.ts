import { nextIndex } from '../parts/focus-row.ts';
import type { VirtualListControl } from '../parts/virtual-list.tsx';
import { useKeys } from '../shell/keys.ts';

export interface ListKeys<Row> {
  readonly group: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Key of the row that is marked. */
  readonly active: string | undefined;
  readonly setActive: (key: string) => void;
  readonly control: { readonly current: VirtualListControl | null };
  readonly open: (row: Row) => void;
  /** Rows that `e` goes to. */
  readonly failed: (row: Row) => boolean;
}

/** `j`, `k`, arrows, Enter and `e` for a list of which only a part is in the document. */
export function useListKeys<Row>(list: ListKeys<Row>): void {
  const { rows, keyOf, active, setActive, control, open, failed } = list;
  const at = active === undefined ? -1 : rows.findIndex((row) => keyOf(row) === active);
  const go = (index: number | undefined) => {
    const row = index === undefined ? undefined : rows[index];
    if (row === undefined || index === undefined) return;
    setActive(keyOf(row));
    control.current?.reveal(index);
  };
  const nextFailed = () => {
    const order = rows.map((_row, step) => (at + 1 + step) % rows.length);
    return order.find((index) => {
      const row = rows[index];
      return row !== undefined && failed(row);
    });
  };
  const current = rows[at];
  useKeys(list.group, [
    { keys: 'j', title: 'Next', run: () => go(nextIndex('j', at, rows.length)) },
    { keys: 'k', title: 'Before', run: () => go(nextIndex('k', at, rows.length)) },
    { keys: 'ArrowDown', title: 'Next', run: () => go(nextIndex('j', at, rows.length)) },
    { keys: 'ArrowUp', title: 'Before', run: () => go(nextIndex('k', at, rows.length)) },
    { keys: 'e', title: 'Next error', run: () => go(nextFailed()) },
    // Without a marked row Enter stays with whatever has the focus.
    ...(current === undefined ? [] : [{ keys: 'Enter', title: 'Open', run: () => open(current) }]),
  ]);
}
