import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatDuration } from '../format/format.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { VirtualList, type VirtualListControl } from '../parts/virtual-list.tsx';
import type { WaterfallRow } from './build-waterfall.ts';
import { type TimeWindow, ticks } from './time-window.ts';
import type { LoadedTrace } from './use-trace.ts';
import { WaterfallLine } from './waterfall-line.tsx';

interface WaterfallListProps {
  readonly loaded: LoadedTrace;
  readonly rows: readonly WaterfallRow[];
  readonly shown: TimeWindow;
  readonly folded: ReadonlySet<string>;
  readonly selected: WaterfallRow | undefined;
  readonly matches: ReadonlySet<string>;
  onChoose(row: WaterfallRow): void;
  onFold(row: WaterfallRow): void;
}

const rowHeight = 28;

export function WaterfallList(props: WaterfallListProps): JSX.Element {
  const { loaded, rows, shown, folded, selected, matches } = props;
  const { waterfall, critical } = loaded;
  const control = useRef<VirtualListControl>(null);
  const at = selected === undefined ? -1 : rows.indexOf(selected);
  useEffect(() => {
    if (at >= 0) control.current?.reveal(at);
  }, [at]);
  const from = shown.from * waterfall.duration;
  const to = shown.to * waterfall.duration;
  return (
    <VirtualList
      label="Spans"
      class="waterfall"
      role="treegrid"
      rows={rows}
      rowHeight={rowHeight}
      rowKey={({ key }) => key}
      control={control}
      header={<TimeAxis from={from} to={to} />}
      {...(at >= 0 && { activeId: `span-${selected?.key}` })}
      renderRow={(row) => (
        <WaterfallLine
          row={row}
          rows={waterfall.rows}
          critical={critical.get(row.index) ?? none}
          from={waterfall.startedAt + from}
          to={waterfall.startedAt + to}
          folded={folded.has(row.key)}
          selected={row === selected}
          found={matches.has(row.key)}
          onChoose={props.onChoose}
          onFold={props.onFold}
        />
      )}
    />
  );
}

const none: readonly never[] = [];

function TimeAxis({ from, to }: { readonly from: number; readonly to: number }): JSX.Element {
  return (
    <div class="waterfall-head" role="row">
      <div role="columnheader">Span</div>
      <div role="columnheader" class="time-axis" aria-label="Time">
        {ticks(from, to, useNarrow() ? 2 : 5).map((tick) => (
          <span key={tick} class="tick number" style={{ left: `${((tick - from) / (to - from)) * 100}%` }}>
            {formatDuration(tick)}
          </span>
        ))}
      </div>
      <div role="columnheader" class="waterfall-duration">
        Duration
      </div>
    </div>
  );
}
