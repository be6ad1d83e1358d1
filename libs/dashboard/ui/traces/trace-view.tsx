import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { query, setQuery } from '../router/location.ts';
import type { View, ViewProps } from '../router/view.ts';
import { visibleRows, type WaterfallRow } from './build-waterfall.ts';
import { matchingRows } from './find-spans.ts';
import { Minimap } from './minimap.tsx';
import { SpanDetail } from './span-detail.tsx';
import { type TimeWindow, wholeTrace } from './time-window.ts';
import { TraceHead } from './trace-head.tsx';
import { TraceSummaryPane } from './trace-summary-pane.tsx';
import { type LoadedTrace, useTrace } from './use-trace.ts';
import { useTraceKeys } from './use-trace-keys.ts';
import { WaterfallList } from './waterfall-list.tsx';

export const traceView: View = { path: '/traces/:traceId', title: 'Trace', component: TracePage };

function TracePage({ params }: ViewProps): JSX.Element {
  const traceId = params.traceId ?? '';
  const { loaded, problem, loading, reload } = useTrace(traceId);
  if (loaded !== undefined) return <TraceContent key={traceId} loaded={loaded} />;
  if (problem?.status === 404)
    return (
      <Empty title="This trace is not in the store" icon="traces">
        <p>
          It was never sent, has been overwritten by newer ones, or was cleared. <a href="/traces">All traces</a>
        </p>
      </Empty>
    );
  if (problem !== undefined) return <Problem problem={problem} onRetry={reload} />;
  return loading ? <Loading label="Loading the trace" /> : <Empty title="Nothing here" />;
}

function TraceContent({ loaded }: { readonly loaded: LoadedTrace }): JSX.Element {
  const { waterfall } = loaded;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<TimeWindow>(wholeTrace);
  const find = query.value.get('find') ?? '';
  const selectedId = query.value.get('span') ?? '';
  const rows = useMemo(() => visibleRows(waterfall.rows, folded), [waterfall, folded]);
  const matches = useMemo(() => matchingRows(waterfall.rows, find), [waterfall, find]);
  const selected = waterfall.rows.find(({ key }) => key === selectedId);
  const choose = (row: WaterfallRow | undefined): void => {
    if (row !== undefined) setFolded(unfoldTo(row, waterfall.rows, folded));
    setQuery({ span: row?.key });
  };
  const fold = (row: WaterfallRow): void => setFolded(toggled(folded, row.key));
  useTraceKeys({ waterfall, rows, matches, selected, shown, folded, choose, fold, setShown, setFolded });
  return (
    <div class="trace">
      <TraceHead
        loaded={loaded}
        find={find}
        matches={matches}
        selected={selected}
        onFind={(text) => setQuery({ find: text })}
        onChoose={choose}
      />
      <Minimap waterfall={waterfall} shown={shown} onShow={setShown} />
      <div class="trace-body">
        <WaterfallList
          loaded={loaded}
          rows={rows}
          shown={shown}
          folded={folded}
          selected={selected}
          matches={matches}
          onChoose={choose}
          onFold={fold}
        />
        {selected === undefined ? (
          <TraceSummaryPane loaded={loaded} />
        ) : (
          <SpanDetail loaded={loaded} row={selected} onClose={() => choose(undefined)} />
        )}
      </div>
    </div>
  );
}

function toggled(folded: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(folded);
  if (!next.delete(key)) next.add(key);
  return next;
}

function unfoldTo(row: WaterfallRow, rows: readonly WaterfallRow[], folded: ReadonlySet<string>): ReadonlySet<string> {
  const next = new Set(folded);
  for (let at = row.parent; at !== undefined; at = rows[at]?.parent) next.delete(rows[at]?.key ?? '');
  return next.size === folded.size ? folded : next;
}
