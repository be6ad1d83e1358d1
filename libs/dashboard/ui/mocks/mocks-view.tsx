import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MockState, OperationInfo } from '../../src/api/services.ts';
import { ApiError } from '../api/client.ts';
import { api } from '../api/routes.ts';
import { plural } from '../format/format.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { HttpMethod } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { Panel, ViewHead } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { toast } from '../parts/toast.tsx';
import { query, setQuery } from '../router/location.ts';
import type { View, ViewProps } from '../router/view.ts';
import { consoleLink } from '../services/links.ts';
import { OfService, ServiceChoice } from '../services/service-choice.tsx';
import { isSwitched, usualState } from './mock-states.ts';
import { MockSwitch } from './mock-switch.tsx';

export const mocksView: View = {
  path: '/mocks/:service?',
  title: 'Mocks',
  component: MocksView,
  navigation: { icon: 'mocks', key: 'k' },
};

function MocksView({ params }: ViewProps): JSX.Element {
  return (
    <OfService params={params} icon="mocks">
      {(service) => <MocksOf key={service} service={service} />}
    </OfService>
  );
}

function MocksOf({ service }: { readonly service: string }): JSX.Element {
  const operations = useLiveLoad(`mocks ${service}`, (signal) => api.operations(service, signal), {
    events: ['mock', 'contract'],
    pause: 50,
    when: (event) => (event.type === 'mock' || event.type === 'contract') && event.service === service,
  });
  const all = operations.value ?? [];
  const switched = all.filter(({ mock }) => isSwitched(mock));
  const text = (query.value.get('text') ?? '').toLowerCase();
  const shown = all.filter(({ id, path }) => `${id} ${path}`.toLowerCase().includes(text));
  async function set(operation: OperationInfo, state: MockState): Promise<void> {
    if (await setMock(service, operation.id, state)) operations.reload();
  }
  return (
    <>
      <ViewHead
        title="Mocks"
        note={switched.length === 0 ? 'nothing is switched' : `${plural(switched.length, 'operation')} switched`}
        actions={
          <Button
            icon="restart"
            disabled={switched.length === 0}
            onClick={() => void Promise.all(switched.map((operation) => set(operation, usualState(operation))))}
          >
            Switch all off
          </Button>
        }
      >
        <ServiceChoice view="/mocks" service={service} />
        <input
          class="input"
          type="search"
          data-search
          aria-label="Search in operations"
          placeholder="Search in operations"
          value={query.value.get('text') ?? ''}
          onInput={({ currentTarget }) => setQuery({ text: currentTarget.value })}
        />
      </ViewHead>
      <div class="view-body">
        {operations.problem && <Problem problem={operations.problem} onRetry={operations.reload} />}
        {operations.value === undefined && !operations.problem && <Loading />}
        {operations.value && (
          <Panel title="What answers" flush>
            <Table
              label="Operations"
              columns={columnsOf(service, set)}
              rows={shown}
              rowKey={({ id }) => id}
              empty={
                <Empty title={all.length === 0 ? 'The contract has no operations' : 'No operation of that name'} />
              }
            />
          </Panel>
        )}
      </div>
    </>
  );
}

/** True: it is done. What it was refused for is said. */
async function setMock(service: string, operation: string, state: MockState): Promise<boolean> {
  try {
    await api.setMock(service, operation, state);
    return true;
  } catch (cause) {
    toast(cause instanceof ApiError ? (cause.detail ?? cause.title) : String(cause), 'bad');
    return false;
  }
}

type SetState = (operation: OperationInfo, state: MockState) => Promise<void>;

function columnsOf(service: string, set: SetState): readonly Column<OperationInfo>[] {
  return [
    {
      id: 'operation',
      title: 'Operation',
      cell: ({ id, method, path }) => (
        <span class="mock-operation">
          <HttpMethod method={method} /> <span class="mono">{path}</span>
          <a href={consoleLink(service, id)}>{id}</a>
        </span>
      ),
      sort: ({ path }) => path,
    },
    {
      id: 'state',
      title: 'Answers',
      width: 'fill',
      cell: (operation) => <SwitchCell operation={operation} set={set} />,
      sort: ({ mock }) => (isSwitched(mock) ? 0 : 1),
    },
  ];
}

function SwitchCell({ operation, set }: { readonly operation: OperationInfo; readonly set: SetState }): JSX.Element {
  const [busy, setBusy] = useState(false);
  async function change(state: MockState): Promise<void> {
    setBusy(true);
    await set(operation, state);
    setBusy(false);
  }
  return <MockSwitch operation={operation} busy={busy} onChange={(state) => void change(state)} />;
}
