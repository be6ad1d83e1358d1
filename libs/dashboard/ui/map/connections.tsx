import type { JSX } from 'preact';
import type { MapEdge, ServiceMap } from '../../src/api/telemetry.ts';
import { formatDuration, formatShare } from '../format/format.ts';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/message.tsx';
import { Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { navigate } from '../router/location.ts';
import { rateOf, servicesOf, tracesOf } from './map-words.ts';

/** The map's edges as a table: what one reads where a picture does not help. */
export function Connections({ map, seconds }: { readonly map: ServiceMap; readonly seconds: number }): JSX.Element {
  return (
    <Panel title="Connections" flush>
      <Table
        label="Connections with their numbers"
        columns={connectionColumns(seconds, servicesOf(map))}
        rows={map.edges}
        rowKey={({ from, to }) => `${from} ${to}`}
        onOpen={(edge) => navigate(tracesOf(edge))}
        empty={<Empty title="No service calls another one" />}
      />
    </Panel>
  );
}

function connectionColumns(seconds: number, services: ReadonlySet<string>): readonly Column<MapEdge>[] {
  return [
    { id: 'from', title: 'From', cell: ({ from }) => from, sort: ({ from }) => from },
    { id: 'to', title: 'To', width: 'fill', cell: ({ to }) => to, sort: ({ to }) => to },
    {
      id: 'seen',
      title: 'Client',
      cell: ({ seen, to }) => {
        if (seen === 'both') return <Badge tone="good">declared, called</Badge>;
        if (seen === 'declared') return <Badge tone="warn">never called</Badge>;
        return services.has(to) ? <Badge tone="warn">undeclared</Badge> : <span class="note">needs none</span>;
      },
      sort: ({ seen }) => seen,
    },
    {
      id: 'rate',
      title: 'Rate',
      align: 'end',
      cell: ({ numbers }) => <span class="number">{rateOf(numbers, seconds)}</span>,
      sort: ({ numbers }) => numbers.count,
    },
    {
      id: 'failed',
      title: 'Failed',
      align: 'end',
      cell: ({ numbers }) => (
        <span class="number">{numbers.count === 0 ? '–' : formatShare(numbers.serverErrors / numbers.count)}</span>
      ),
      sort: ({ numbers }) => numbers.serverErrors / Math.max(1, numbers.count),
      wideOnly: true,
    },
    {
      id: 'p95',
      title: 'p95',
      align: 'end',
      cell: ({ numbers }) => <span class="number">{numbers.p95 === null ? '–' : formatDuration(numbers.p95)}</span>,
      sort: ({ numbers }) => numbers.p95 ?? 0,
      wideOnly: true,
    },
  ];
}
