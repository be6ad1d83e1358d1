import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { classNames } from './class-names.ts';
import { focusRow } from './focus-row.ts';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Sortable by this. */
  readonly sort?: (row: Row) => string | number;
  readonly align?: 'start' | 'end';
  /** `fill` takes what is left. */
  readonly width?: 'fill';
  /** Left out at phone width. */
  readonly wideOnly?: boolean;
}

export interface TableProps<Row> {
  /** Says what the table lists. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Enter or click on a row. */
  readonly onOpen?: (row: Row) => void;
  readonly isSelected?: (row: Row) => boolean;
  readonly empty?: ComponentChildren;
}

interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/** Rows by keyboard: arrows, `j`, `k`, Home, End; Enter opens. For thousands of rows take `VirtualList`. */
export function Table<Row>(props: TableProps<Row>): JSX.Element {
  const { label, columns, rows, rowKey, onOpen, isSelected, empty } = props;
  const [order, setOrder] = useState<Order>();
  const body = useRef<HTMLTableSectionElement>(null);
  const sorted = useMemo(() => sortRows(rows, columns, order), [rows, columns, order]);
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    <div class="table-frame" role="group" aria-label={label} tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <ColumnHead key={column.id} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={(event) => focusRow(event, body.current)}>
          {sorted.map((row, index) => (
            <tr
              key={rowKey(row)}
              class={classNames(onOpen && 'can-open', isSelected?.(row) === true && 'selected')}
              aria-current={isSelected?.(row) === true ? 'true' : undefined}
              tabIndex={onOpen === undefined ? undefined : index === 0 ? 0 : -1}
              onClick={(event) => openRow(event, () => onOpen?.(row))}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row);
              }}
            >
              {columns.map((column) => (
                <td key={column.id} class={cellClass(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ColumnHead<Row>(props: {
  readonly column: Column<Row>;
  readonly order: Order | undefined;
  readonly onOrder: (order: Order) => void;
}): JSX.Element {
  const { column, order, onOrder } = props;
  const ordered = order?.column === column.id ? order : undefined;
  const direction = ordered === undefined ? undefined : ordered.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" class={cellClass(column)} aria-sort={direction}>
      {column.sort === undefined ? (
        column.title
      ) : (
        <button
          type="button"
          class="column-sort"
          onClick={() => onOrder({ column: column.id, descending: ordered !== undefined && !ordered.descending })}
        >
          {column.title}
          <span aria-hidden="true">{ordered === undefined ? '' : ordered.descending ? ' ↓' : ' ↑'}</span>
        </button>
      )}
    </th>
  );
}

function cellClass<Row>({ align, width, wideOnly }: Column<Row>): string {
  return classNames(align === 'end' && 'align-end', width, wideOnly === true && 'wide-only');
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order | undefined,
): readonly Row[] {
  const by = columns.find(({ id }) => id === order?.column)?.sort;
  if (by === undefined || order === undefined) return rows;
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((one, other) => sign * compare(by(one), by(other)));
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other));
}

function openRow(event: MouseEvent, open: () => void): void {
  const inner = event.target instanceof Element ? event.target.closest('a, button, input, select') : null;
  if (inner === null && window.getSelection()?.toString() === '') open();
}
