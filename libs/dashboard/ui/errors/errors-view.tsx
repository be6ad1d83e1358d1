import type { JSX } from 'preact';
import type { ErrorGroup } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { formatCount, plural } from '../format/format.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { Badge, HttpStatus, ServiceName } from '../parts/badge.tsx';
import { classNames } from '../parts/class-names.ts';
import { Select } from '../parts/field.tsx';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { ViewHead } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { linkTo, navigate, query, setQuery } from '../router/location.ts';
import type { View, ViewProps } from '../router/view.ts';
import { SearchBox } from '../search/search-box.tsx';
import { useKeys } from '../shell/keys.ts';
import { ErrorDetail } from './error-detail.tsx';
import { kinds } from './error-kinds.ts';

export const errorsView: View = {
  path: '/errors/:id?',
  title: 'Errors',
  component: ErrorsView,
  navigation: { icon: 'errors', key: 'e' },
};

function ErrorsView({ params }: ViewProps): JSX.Element {
  const errors = useLiveLoad('errors', (signal) => api.errors({}, signal), { events: ['traces', 'logs'] });
  const shown = filterGroups(errors.value ?? []);
  const id = params.id;
  useKeys('Errors', [
    { keys: 'e', title: 'Next error', run: () => step(shown, id, 1) },
    { keys: 'E', title: 'Error before', run: () => step(shown, id, -1) },
    { keys: 'Escape', title: 'Close the error', run: () => navigate(listLink()) },
  ]);
  const open = errors.value?.find((group) => group.id === id);
  return (
    <>
      <ViewHead title="Errors" note={errors.value && summary(errors.value)}>
        <Filters groups={errors.value ?? []} />
      </ViewHead>
      {errors.problem && <Problem problem={errors.problem} onRetry={errors.reload} />}
      {errors.value === undefined && !errors.problem && <Loading />}
      {errors.value && (
        <div class={classNames('table-and-row errors', id !== undefined && 'with-detail')}>
          <Table
            label="Kinds of errors"
            columns={columns}
            rows={shown}
            rowKey={(group) => group.id}
            isSelected={(group) => group.id === id}
            onOpen={(group) => navigate(errorLink(group.id))}
            empty={<NoErrors all={errors.value.length} />}
          />
          {id !== undefined && <ErrorDetail key={id} id={id} group={open} onClose={() => navigate(listLink())} />}
        </div>
      )}
    </>
  );
}

function errorLink(id: string): string {
  return linkTo(`/errors/${encodeURIComponent(id)}`, query.peek());
}

function listLink(): string {
  return linkTo('/errors', query.peek());
}

function step(groups: readonly ErrorGroup[], id: string | undefined, by: 1 | -1): void {
  const at = groups.findIndex((group) => group.id === id);
  const next = groups[at < 0 ? 0 : Math.min(Math.max(0, at + by), groups.length - 1)];
  if (next !== undefined) navigate(errorLink(next.id), { replace: id !== undefined });
}

function filterGroups(groups: readonly ErrorGroup[]): readonly ErrorGroup[] {
  const service = query.value.get('service');
  const kind = query.value.get('kind');
  const words = (query.value.get('text') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return groups.filter((group) => {
    if (service !== null && group.service !== service) return false;
    if (kind !== null && group.kind !== kind) return false;
    const text =
      `${group.service} ${group.operation} ${group.type} ${group.message} ${group.frame ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function Filters({ groups }: { readonly groups: readonly ErrorGroup[] }): JSX.Element {
  const names = [...new Set(groups.map(({ service }) => service))].toSorted();
  return (
    <>
      <SearchBox
        label="Search in errors"
        placeholder="Operation, type, message"
        value={query.value.get('text') ?? ''}
        onChange={(text) => setQuery({ text })}
      />
      <Select
        label="Service"
        value={query.value.get('service') ?? ''}
        options={[{ value: '', title: 'All services' }, ...names.map((name) => ({ value: name, title: name }))]}
        onChange={(service) => setQuery({ service })}
      />
      <Select
        label="Kind"
        value={query.value.get('kind') ?? ''}
        options={[
          { value: '', title: 'All kinds' },
          { value: 'contract', title: 'The service broke its contract' },
          { value: 'server', title: 'The service failed' },
          { value: 'client', title: 'The client was wrong' },
        ]}
        onChange={(kind) => setQuery({ kind })}
      />
    </>
  );
}

function NoErrors({ all }: { readonly all: number }): JSX.Element {
  if (all > 0) return <Empty title="No error passes the filters" icon="filter" />;
  return (
    <Empty title="No errors" icon="check">
      Nothing that is in the store failed. Requests that are refused, handlers that throw, and answers that break their
      contract show up here, grouped.
    </Empty>
  );
}

function summary(groups: readonly ErrorGroup[]): string {
  const times = groups.reduce((sum, { count }) => sum + count, 0);
  return groups.length === 0 ? '' : `${plural(groups.length, 'kind')}, ${plural(times, 'occurrence')}`;
}

const columns: readonly Column<ErrorGroup>[] = [
  {
    id: 'kind',
    title: 'Who',
    cell: ({ kind }) => <Badge tone={kinds[kind][0]}>{kinds[kind][1]}</Badge>,
    sort: ({ kind }) => ['contract', 'server', 'client'].indexOf(kind),
  },
  {
    id: 'what',
    title: 'Error',
    width: 'fill',
    cell: ({ type, status, message, frame, operation }) => (
      <div class="error-what">
        <p class="error-type">
          <span class="mono">{type}</span> {status !== undefined && <HttpStatus status={status} />}
        </p>
        <p class="error-message">{message}</p>
        <p class="note mono error-frame">{[operation, frame].filter(Boolean).join(' · ')}</p>
      </div>
    ),
    sort: ({ type }) => type,
  },
  {
    id: 'service',
    title: 'Service',
    cell: ({ service }) => <ServiceName name={service} />,
    sort: ({ service }) => service,
    wideOnly: true,
  },
  {
    id: 'count',
    title: 'Times',
    align: 'end',
    cell: ({ count }) => <span class="number">{formatCount(count)}</span>,
    sort: ({ count }) => -count,
  },
  {
    id: 'first',
    title: 'First',
    align: 'end',
    cell: ({ firstSeen }) => <Time at={firstSeen} relative />,
    sort: ({ firstSeen }) => -firstSeen,
    wideOnly: true,
  },
  {
    id: 'last',
    title: 'Last',
    align: 'end',
    cell: ({ lastSeen }) => <Time at={lastSeen} relative />,
    sort: ({ lastSeen }) => -lastSeen,
  },
];
