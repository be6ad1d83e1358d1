import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { OperationInfo } from '../../src/api/services.ts';
import { Badge, HttpMethod } from '../parts/badge.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty } from '../parts/message.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { navigate } from '../router/location.ts';
import { consoleLink } from '../services/links.ts';
import { type CoverageAspect, coverageOf, type OperationCoverage, shareOf } from './operation-coverage.ts';

const aspects: readonly (readonly [aspect: CoverageAspect, title: string])[] = [
  ['implemented', 'Handler'],
  ['described', 'Words'],
  ['requestExample', 'Request example'],
  ['responseExample', 'Answer example'],
  ['errors', 'Errors'],
  ['secured', 'Secured'],
];

/** How much of the contract is written down, operation by operation. */
export function Coverage(props: {
  readonly operations: readonly OperationInfo[];
  readonly service: string;
}): JSX.Element {
  const rows = useMemo(() => props.operations.map(coverageOf), [props.operations]);
  if (rows.length === 0) return <Empty title="The contract has no operations" />;
  return (
    <div class="coverage">
      <ul class="coverage-shares">
        {aspects.map(([aspect, title]) => (
          <Share key={aspect} title={title} {...shareOf(rows, aspect)} />
        ))}
      </ul>
      <Table
        label="Coverage by operation"
        columns={columns}
        rows={rows}
        rowKey={({ operation }) => operation.id}
        onOpen={({ operation }) => navigate(consoleLink(props.service, operation.id))}
      />
    </div>
  );
}

function Share(props: { readonly title: string; readonly have: number; readonly can: number }): JSX.Element {
  const { title, have, can } = props;
  return (
    <li>
      <span class="coverage-title">{title}</span>
      <span class="number">{`${have} of ${can}`}</span>
      <progress max={Math.max(1, can)} value={have} aria-label={title} />
    </li>
  );
}

const columns: readonly Column<OperationCoverage>[] = [
  {
    id: 'operation',
    title: 'Operation',
    width: 'fill',
    cell: ({ operation: { id, method, path, deprecated } }) => (
      <span class="coverage-operation">
        <HttpMethod method={method} /> <span class="mono">{path}</span> <span class="note">{id}</span>{' '}
        {deprecated && <Badge tone="warn">deprecated</Badge>}
      </span>
    ),
    sort: ({ operation }) => operation.path,
  },
  ...aspects.map(
    ([aspect, title], index): Column<OperationCoverage> => ({
      id: aspect,
      title,
      cell: (row) => <Mark has={row[aspect]} title={title} />,
      sort: (row) => (row[aspect] === undefined ? 2 : Number(row[aspect])),
      wideOnly: index > 0,
    }),
  ),
];

function Mark({ has, title }: { readonly has: boolean | undefined; readonly title: string }): JSX.Element {
  if (has === undefined) return <span class="note">none needed</span>;
  return (
    <span class={has ? 'coverage-yes' : 'coverage-no'}>
      <Icon name={has ? 'check' : 'close'} label={`${title}: ${has ? 'yes' : 'no'}`} />
    </span>
  );
}
