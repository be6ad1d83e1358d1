import type { JSX } from 'preact';
import type { WebhookDelivery, WebhookReport } from '../../src/api/webhooks.ts';
import { api } from '../api/routes.ts';
import { plural } from '../format/format.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { classNames } from '../parts/class-names.ts';
import { Select } from '../parts/field.tsx';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { ViewHead } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { query, setQuery } from '../router/location.ts';
import type { View, ViewProps } from '../router/view.ts';
import { OfService, ServiceChoice } from '../services/service-choice.tsx';
import { DeliveryDetail } from './delivery-detail.tsx';
import { DeliveryState, LastAttempt } from './delivery-state.tsx';

export const webhooksView: View = {
  path: '/webhooks/:service?',
  title: 'Webhooks',
  component: WebhooksView,
  navigation: { icon: 'webhooks', key: 'w' },
};

function WebhooksView({ params }: ViewProps): JSX.Element {
  return (
    <OfService params={params} icon="webhooks">
      {(service) => <WebhooksOf key={service} service={service} />}
    </OfService>
  );
}

function WebhooksOf({ service }: { readonly service: string }): JSX.Element {
  const state = query.value.get('state') ?? '';
  const report = useLiveLoad(`webhooks ${service} ${state}`, (signal) => api.webhooks(service, state, signal), {
    events: ['traces', 'store'],
    pause: 500,
  });
  const { value, problem } = report;
  return (
    <>
      <ViewHead title="Webhooks" note={value && summary(value)}>
        <ServiceChoice view="/webhooks" service={service} />
        <Select
          label="State"
          value={state}
          options={[
            { value: '', title: 'All states' },
            { value: 'pending', title: 'Pending' },
            { value: 'delivered', title: 'Delivered' },
            { value: 'dead', title: 'Given up' },
          ]}
          onChange={(chosen) => setQuery({ state: chosen })}
        />
      </ViewHead>
      {problem?.status === 404 && <Empty title={`${service} sends no webhooks`} icon="webhooks" />}
      {problem && problem.status !== 404 && <Problem problem={problem} onRetry={report.reload} />}
      {value === undefined && !problem && <Loading />}
      {value && !problem && <Deliveries service={service} report={value} onReplayed={report.reload} />}
    </>
  );
}

function Deliveries(props: {
  readonly service: string;
  readonly report: WebhookReport;
  readonly onReplayed: () => void;
}): JSX.Element {
  const { service, report, onReplayed } = props;
  const id = query.value.get('delivery');
  const open = report.deliveries.find((each) => each.id === id);
  return (
    <div class={classNames('table-and-row', open !== undefined && 'with-detail')}>
      <Table
        label="Deliveries"
        columns={columns}
        rows={report.deliveries}
        rowKey={(each) => each.id}
        isSelected={(each) => each.id === id}
        onOpen={(each) => setQuery({ delivery: each.id }, { push: true })}
        empty={<NoDeliveries />}
      />
      {open && (
        <DeliveryDetail
          key={open.id}
          service={service}
          delivery={open}
          onReplayed={onReplayed}
          onClose={() => setQuery({ delivery: undefined })}
        />
      )}
    </div>
  );
}

function NoDeliveries(): JSX.Element {
  if (query.value.has('state')) return <Empty title="No delivery is in this state" icon="filter" />;
  return (
    <Empty title="Nothing was sent yet" icon="webhooks">
      What the service sends on its own shows up here, with every attempt.
    </Empty>
  );
}

function summary({ pending, dead, deliveries }: WebhookReport): string {
  if (pending + dead === 0) return deliveries.length === 0 ? '' : 'everything was delivered';
  return [
    ...(pending > 0 ? [`${pending} pending`] : []),
    ...(dead > 0 ? [`${plural(dead, 'delivery', 'deliveries')} given up`] : []),
  ].join(', ');
}

const columns: readonly Column<WebhookDelivery>[] = [
  { id: 'state', title: 'State', cell: (each) => <DeliveryState delivery={each} />, sort: ({ state }) => state },
  {
    id: 'webhook',
    title: 'Webhook',
    cell: ({ webhook }) => <span class="mono">{webhook}</span>,
    sort: ({ webhook }) => webhook,
  },
  {
    id: 'url',
    title: 'Endpoint',
    width: 'fill',
    cell: ({ url }) => <span class="mono webhook-url">{url}</span>,
    sort: ({ url }) => url,
  },
  { id: 'last', title: 'Last attempt', cell: (each) => <LastAttempt delivery={each} />, wideOnly: true },
  {
    id: 'attempts',
    title: 'Attempts',
    align: 'end',
    cell: ({ attemptCount }) => <span class="number">{attemptCount}</span>,
    sort: ({ attemptCount }) => -attemptCount,
  },
  {
    id: 'created',
    title: 'Made',
    align: 'end',
    cell: ({ createdAt }) => <Time at={createdAt} relative />,
    sort: ({ createdAt }) => -createdAt,
  },
];
