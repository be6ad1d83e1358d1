import type { JSX } from 'preact';
import type { NumbersReport } from '../../src/api/telemetry.ts';
import { formatCount } from '../format/format.ts';
import { CircuitBadge } from '../parts/circuit-badge.tsx';
import { Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { type CalledService, calledServices } from './called-services.ts';

/** Breaker, retries, cache and coalescing, for each service that this one calls. */
export function CalledServices({ report }: { readonly report: NumbersReport }): JSX.Element | null {
  const rows = calledServices(report.series);
  if (rows.length === 0) return null;
  return (
    <Panel title="Calls to other services" flush>
      <Table label="Calls to other services" columns={columns} rows={rows} rowKey={({ name }) => name} />
    </Panel>
  );
}

type Count = keyof Omit<CalledService, 'name' | 'circuit'>;

const always: ReadonlySet<Count> = new Set(['sent', 'failed', 'cached']);

function counted(id: Count, title: string, words: string): Column<CalledService> {
  return {
    id,
    title,
    align: 'end',
    ...(always.has(id) ? {} : { wideOnly: true }),
    cell: (row) => (
      <span class="number" title={words}>
        {formatCount(row[id])}
      </span>
    ),
    sort: (row) => -row[id],
  };
}

const columns: readonly Column<CalledService>[] = [
  { id: 'name', title: 'Service', width: 'fill', cell: ({ name }) => name, sort: ({ name }) => name },
  {
    id: 'circuit',
    title: 'Circuit',
    cell: ({ circuit }) =>
      circuit === undefined ? <span class="note">none</span> : <CircuitBadge circuit={circuit} />,
    sort: ({ circuit }) => circuit ?? '',
  },
  counted('sent', 'Sent', 'Messages that were sent, with those that were sent again'),
  counted('failed', 'Failed', 'Without an answer, or with one from 400 up'),
  counted('resent', 'Sent again', 'Retries, and hedges'),
  counted('overBudget', 'Over budget', 'Retries that the budget did not allow'),
  counted('refused', 'Refused', 'Not sent: the circuit was open, or too many calls were waiting'),
  counted('cached', 'Cached', 'Answered from the cache, or with what it holds still'),
  counted('coalesced', 'Coalesced', 'Answered with the answer of another call'),
];
