import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { TraceSummary } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { useLoad } from '../api/use-load.ts';
import { useHeldList } from '../live/use-held-list.ts';
import { useListKeys } from '../live/use-list-keys.ts';
import { serviceNames } from '../live/workspace.ts';
import { Button } from '../parts/button.tsx';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { ViewHead } from '../parts/panel.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { VirtualList, type VirtualListControl } from '../parts/virtual-list.tsx';
import { navigate, query, setQuery } from '../router/location.ts';
import type { View } from '../router/view.ts';
import { SearchBox } from '../search/search-box.tsx';
import { traceLink } from '../services/links.ts';
import { FreshButton, LiveButton } from '../telemetry/live-buttons.tsx';
import { ImportButton, useImportByDrop } from './import-traces.tsx';
import { readSearch, toTraceQuery, writeSearch } from './trace-query.ts';
import { TraceRow } from './trace-row.tsx';
import { useTraces } from './use-traces.ts';

export const tracesView: View = {
  path: '/traces',
  title: 'Traces',
  component: Traces,
  navigation: { icon: 'traces', key: 't', primary: true },
};

const keyOf = ({ traceId }: TraceSummary): string => traceId;
const hrefOf = ({ traceId }: TraceSummary): string => traceLink(traceId);

function Traces(): JSX.Element {
  const wanted = toTraceQuery(query.value);
  const answer = useTraces(wanted);
  const list = useHeldList(answer.latest, keyOf);
  const errorsOnly = wanted.status === 'error';
  const dropping = useImportByDrop(answer.reload);
  return (
    <div class="list-view" {...dropping}>
      <ViewHead
        title="Traces"
        actions={
          <>
            <LiveButton list={list} />
            <ImportButton onImported={answer.reload} />
          </>
        }
      >
        <TraceSearch />
        <Button
          icon="errors"
          pressed={errorsOnly}
          onClick={() => setQuery({ status: errorsOnly ? undefined : 'error' })}
        >
          Errors only
        </Button>
      </ViewHead>
      {answer.problem && <Problem problem={answer.problem} onRetry={answer.reload} />}
      {list.rows.length > 0 ? (
        <TraceList list={list} />
      ) : answer.loading ? (
        <Loading label="Loading traces" />
      ) : (
        answer.problem === undefined && <NoTraces filtered={writeSearch(query.value) !== ''} />
      )}
    </div>
  );
}

function TraceSearch(): JSX.Element {
  const attributes = useLoad('attributes traces', (signal) => api.attributes('traces', signal));
  const services = serviceNames.value;
  const names = useMemo(
    () => [
      { name: 'service', values: services },
      { name: 'status', values: ['error', 'ok'] },
      { name: 'min', values: ['10', '100', '1000'] },
      { name: 'operation', values: valuesOf(attributes.value?.names, 'brrt.operation') },
      ...(attributes.value?.names ?? []),
    ],
    [services, attributes.value],
  );
  return (
    <SearchBox
      label="Search in traces"
      placeholder="Text, or service: status: min: http.route: …"
      value={writeSearch(query.value)}
      names={names}
      onChange={(typed) => setQuery(readSearch(typed))}
    />
  );
}

function valuesOf(
  names: readonly { readonly name: string; readonly values: readonly string[] }[] | undefined,
  wanted: string,
): readonly string[] {
  return names?.find(({ name }) => name === wanted)?.values ?? [];
}

function TraceList({ list }: { readonly list: ReturnType<typeof useHeldList<TraceSummary>> }): JSX.Element {
  const narrow = useNarrow();
  const control = useRef<VirtualListControl>(null);
  const [active, setActive] = useState<string>();
  const { rows } = list;
  const longest = useMemo(() => Math.max(...rows.map(({ duration }) => duration), 1e-3), [rows]);
  useListKeys({
    group: 'Traces',
    rows,
    keyOf,
    active,
    setActive,
    control,
    open: (row) => navigate(hrefOf(row)),
    failed: ({ errorCount }) => errorCount > 0,
  });
  return (
    <div class="list-frame">
      <FreshButton list={list} control={control} what="trace" />
      <VirtualList
        label="Traces"
        class="trace-list"
        rows={rows}
        rowHeight={narrow ? 58 : 36}
        rowKey={keyOf}
        control={control}
        {...(active !== undefined && { activeId: `trace-${active}` })}
        {...(!narrow && { header: <TraceListHead /> })}
        onScroll={(top) => list.setAway(top > 40)}
        renderRow={(trace) => (
          <TraceRow trace={trace} longest={longest} href={hrefOf(trace)} active={trace.traceId === active} />
        )}
      />
    </div>
  );
}

function TraceListHead(): JSX.Element {
  return (
    <div class="trace-row head" aria-hidden="true">
      <span>Time</span>
      <span>Trace</span>
      <span>Services</span>
      <span class="align-end">Spans</span>
      <span>Status</span>
      <span>Duration</span>
    </div>
  );
}

function NoTraces({ filtered }: { readonly filtered: boolean }): JSX.Element {
  if (filtered)
    return (
      <Empty title="No trace is found by these filters" icon="traces">
        <Button onClick={() => navigate('/traces', { replace: true })}>Clear the filters</Button>
      </Empty>
    );
  return (
    <Empty title="No traces yet" icon="traces">
      <p>
        Call a service, and its trace appears here. Services that are not of this workspace send theirs by OTLP over
        HTTP to <code>http://127.0.0.1:4318</code>; files with OTLP JSON can be dropped here.
      </p>
    </Empty>
  );
}
