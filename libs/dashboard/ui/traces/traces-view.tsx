import type { JSX } from 'preact';
import type { TraceSummary } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { useLoad } from '../api/use-load.ts';
import { HttpStatus, ServiceName } from '../parts/badge.tsx';
import { Empty, Problem } from '../parts/message.tsx';
import { ViewHead } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Duration, Time } from '../parts/time.tsx';
import { query, setQuery } from '../router/location.ts';
import type { View } from '../router/view.ts';
import { SearchBox } from '../search/search-box.tsx';

export const tracesView: View = {
  path: '/traces',
  title: 'Traces',
  component: Traces,
  navigation: { icon: 'traces', key: 't', primary: true },
};

const columns: readonly Column<TraceSummary>[] = [
  { id: 'time', title: 'Time', cell: ({ startedAt }) => <Time at={startedAt} />, sort: ({ startedAt }) => startedAt },
  { id: 'service', title: 'Service', cell: ({ service }) => <ServiceName name={service} />, wideOnly: true },
  { id: 'name', title: 'Name', cell: ({ name }) => name, width: 'fill' },
  { id: 'status', title: 'Status', cell: ({ httpStatus }) => httpStatus && <HttpStatus status={httpStatus} /> },
  {
    id: 'duration',
    title: 'Duration',
    cell: ({ duration }) => <Duration milliseconds={duration} />,
    sort: ({ duration }) => duration,
    align: 'end',
  },
];

function Traces(): JSX.Element {
  const text = query.value.get('text') ?? '';
  const traces = useLoad(`traces ${text}`, (signal) => api.traces({ text }, signal));
  return (
    <>
      <ViewHead title="Traces">
        <SearchBox label="Search in traces" value={text} onChange={(next) => setQuery({ text: next })} />
      </ViewHead>
      {traces.problem && <Problem problem={traces.problem} onRetry={traces.reload} />}
      {traces.value && (
        <Table
          label="Traces"
          columns={columns}
          rows={traces.value}
          rowKey={({ traceId }) => traceId}
          empty={<Empty title="No traces yet" icon="traces" />}
        />
      )}
    </>
  );
}
