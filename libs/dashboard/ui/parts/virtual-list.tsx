import type { ComponentChildren, JSX, Ref } from 'preact';
import { useEffect, useImperativeHandle, useRef, useState } from 'preact/hooks';
import { classNames } from './class-names.ts';

export interface VirtualListProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Pixels, the same for all. */
  readonly rowHeight: number;
  readonly renderRow: (row: Row, index: number) => ComponentChildren;
  readonly class?: string;
  readonly role?: 'list' | 'treegrid';
  /** Shown above the rows and kept in sight. */
  readonly header?: ComponentChildren;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** Element that has the keyboard's focus in the reader's sense; a plain list marks its rows itself. */
  readonly activeId?: string;
  /** The list was scrolled: by how much, and how much there is left below. */
  readonly onScroll?: (top: number, below: number) => void;
  readonly control?: Ref<VirtualListControl>;
}

export interface VirtualListControl {
  /** Scrolls as little as needed to show a row. */
  reveal(index: number): void;
  scrollTo(top: number): void;
}

const overscan = 8;

/** A list of any length of which only the visible rows are in the document. */
export function VirtualList<Row>(props: VirtualListProps<Row>): JSX.Element {
  const { rows, rowHeight, rowKey, renderRow, label, role = 'list' } = props;
  const frame = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useImperativeHandle(props.control ?? null, () => createControl(frame, head, rowHeight), [rowHeight]);
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight), rows.length - 1) - overscan);
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + overscan);
  return (
    <div
      ref={frame}
      class={classNames('virtual-list', props.class)}
      role={role}
      aria-label={label}
      aria-rowcount={role === 'list' ? undefined : rows.length}
      aria-activedescendant={role === 'list' ? undefined : props.activeId}
      tabIndex={0}
      onKeyDown={props.onKeyDown}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        setTop(scrollTop);
        props.onScroll?.(scrollTop, scrollHeight - clientHeight - scrollTop);
      }}
    >
      {props.header !== undefined && (
        <div class="virtual-head" role="presentation" ref={head}>
          {props.header}
        </div>
      )}
      <div class="virtual-space" role="presentation" style={{ height: `${rows.length * rowHeight}px` }}>
        <div class="virtual-rows" role="presentation" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {rows.slice(first, last).map((row, index) => (
            <div key={rowKey(row)} class="virtual-row" role="presentation" style={{ height: `${rowHeight}px` }}>
              {renderRow(row, first + index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

type Element = { readonly current: HTMLDivElement | null };

function createControl(frame: Element, head: Element, rowHeight: number): VirtualListControl {
  return {
    reveal(index) {
      const element = frame.current;
      if (element === null) return;
      const room = element.clientHeight - (head.current?.offsetHeight ?? 0);
      const rowTop = index * rowHeight;
      if (rowTop < element.scrollTop) element.scrollTop = rowTop;
      else if (rowTop + rowHeight > element.scrollTop + room) element.scrollTop = rowTop + rowHeight - room;
    },
    scrollTo(top) {
      if (frame.current !== null) frame.current.scrollTop = top;
    },
  };
}
