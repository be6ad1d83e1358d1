import type { JSX } from 'preact';
import { formatDuration } from '../format/format.ts';
import { serviceClass } from '../format/service-colour.ts';
import { classNames } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import type { WaterfallRow } from './build-waterfall.ts';
import { type Interval, ownTime } from './critical-path.ts';

interface WaterfallLineProps {
  readonly row: WaterfallRow;
  readonly rows: readonly WaterfallRow[];
  readonly critical: readonly Interval[];
  /** What the time axis shows. */
  readonly from: number;
  readonly to: number;
  readonly folded: boolean;
  readonly selected: boolean;
  readonly found: boolean;
  onChoose(row: WaterfallRow): void;
  onFold(row: WaterfallRow): void;
}

const deepestIndent = 24;

export function WaterfallLine(props: WaterfallLineProps): JSX.Element {
  const { row, folded, selected, found, onChoose } = props;
  const { span, callee, depth, children } = row;
  const failed = span.status === 'error' && callee === undefined;
  return (
    <div
      role="row"
      id={`span-${row.key}`}
      class={classNames(
        'waterfall-line',
        serviceClass(callee ?? span.service),
        selected && 'selected',
        found && 'found',
      )}
      aria-level={depth + 1}
      aria-expanded={children.length === 0 ? undefined : !folded}
      aria-selected={selected}
      onClick={() => onChoose(row)}
    >
      <div
        role="gridcell"
        class="waterfall-name"
        style={{ paddingLeft: `${Math.min(depth, deepestIndent) * 0.8 + 0.5}rem` }}
      >
        <Fold {...props} />
        <span class="swatch" aria-hidden="true" />
        {failed && <Icon name="errors" label="failed" />}
        {callee !== undefined && <Icon name="external" label="Sends no spans itself" />}
        <span class={classNames('truncate', failed && 'failed')} title={span.name}>
          {callee ?? span.name}
        </span>
        {callee === undefined && <span class="waterfall-service truncate">{span.service}</span>}
        <Marks row={row} folded={folded} />
      </div>
      <div role="gridcell" class="waterfall-time">
        <Bar {...props} />
      </div>
      <div role="gridcell" class="waterfall-duration number">
        {callee === undefined ? formatDuration(span.duration) : ''}
      </div>
    </div>
  );
}

function Fold({ row, folded, onFold }: WaterfallLineProps): JSX.Element {
  if (row.children.length === 0) return <span class="fold" />;
  return (
    <button
      type="button"
      class={classNames('fold', !folded && 'open')}
      tabIndex={-1}
      aria-label={folded ? 'Unfold' : 'Fold'}
      onClick={(event) => {
        event.stopPropagation();
        onFold(row);
      }}
    >
      <Icon name="chevron" />
    </button>
  );
}

function Marks({ row, folded }: { readonly row: WaterfallRow; readonly folded: boolean }): JSX.Element {
  return (
    <>
      {folded && <span class="mark">+{row.end - row.index - 1}</span>}
      {folded && row.failedBelow > 0 && <span class="mark bad">{row.failedBelow} failed</span>}
      {row.orphan && (
        <span class="mark" title={`The parent ${row.span.parentSpanId} did not arrive`}>
          no parent
        </span>
      )}
      {row.late && (
        <span class="mark" title="Began after its parent had ended">
          late
        </span>
      )}
    </>
  );
}

function Bar({ row, rows, critical, from, to }: WaterfallLineProps): JSX.Element | null {
  const { span, callee } = row;
  const width = Math.max(to - from, Number.EPSILON);
  const left = ((span.startedAt - from) / width) * 100;
  const right = ((span.startedAt + span.duration - from) / width) * 100;
  const shownLeft = Math.max(0, Math.min(100, left));
  const shownWidth = Math.max(0, Math.min(100, right) - shownLeft);
  if (right < 0 || left > 100) return null;
  return (
    <>
      <span
        class={classNames('bar', callee !== undefined && 'callee', span.status === 'error' && 'failed')}
        style={{ left: `${shownLeft}%`, width: `${shownWidth}%` }}
      />
      {callee === undefined &&
        spread(own(row, rows), from, to).map((part) => (
          <span key={part.left} class="own" style={{ left: `${part.left}%`, width: `${part.width}%` }} />
        ))}
      {spread(critical, from, to).map((part) => (
        <span key={part.left} class="critical" style={{ left: `${part.left}%`, width: `${part.width}%` }} />
      ))}
    </>
  );
}

const remembered = new WeakMap<WaterfallRow, readonly Interval[]>();

function own(row: WaterfallRow, rows: readonly WaterfallRow[]): readonly Interval[] {
  const known = remembered.get(row) ?? ownTime(row, rows);
  remembered.set(row, known);
  return known;
}

/** Intervals as percentages of what is shown; those that nobody could tell apart are drawn as one. */
function spread(
  intervals: readonly Interval[],
  from: number,
  to: number,
): readonly { readonly left: number; readonly width: number }[] {
  const width = Math.max(to - from, Number.EPSILON);
  const parts: { left: number; width: number }[] = [];
  for (const interval of intervals.toSorted((one, other) => one.from - other.from)) {
    const left = Math.max(0, ((interval.from - from) / width) * 100);
    const right = Math.min(100, ((interval.to - from) / width) * 100);
    if (right < left) continue;
    const last = parts.at(-1);
    if (last !== undefined && left - (last.left + last.width) < 0.3) last.width = right - last.left;
    else parts.push({ left, width: right - left });
  }
  return parts;
}
