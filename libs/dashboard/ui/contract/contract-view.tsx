import type { JSX } from 'preact';
import type { ContractState, OperationInfo } from '../../src/api/services.ts';
import { api } from '../api/routes.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { services } from '../live/workspace.ts';
import { Badge } from '../parts/badge.tsx';
import { LinkButton } from '../parts/button.tsx';
import { Loading, Problem } from '../parts/message.tsx';
import { ViewHead } from '../parts/panel.tsx';
import { type Tab, Tabs } from '../parts/tabs.tsx';
import { query, setQuery } from '../router/location.ts';
import type { View, ViewProps } from '../router/view.ts';
import { docsLink } from '../services/links.ts';
import { OfService, ServiceChoice } from '../services/service-choice.tsx';
import { Changes } from './changes.tsx';
import { ContractText } from './contract-text.tsx';
import { Coverage } from './coverage.tsx';
import { Findings } from './findings.tsx';
import { Reloads } from './reloads.tsx';

export const contractView: View = {
  path: '/contract/:service?',
  title: 'Contract',
  component: ContractView,
  navigation: { icon: 'contract', key: 'o' },
};

function ContractView({ params }: ViewProps): JSX.Element {
  return (
    <OfService params={params} icon="contract">
      {(service) => <ContractOf key={service} service={service} />}
    </OfService>
  );
}

function ContractOf({ service }: { readonly service: string }): JSX.Element {
  const stale = {
    events: ['contract', 'services'] as const,
    pause: 150,
    when: (event: { readonly type: string; readonly service?: string }) =>
      event.type !== 'contract' || event.service === service,
  };
  const contract = useLiveLoad(`contract ${service}`, (signal) => api.contract(service, signal), stale);
  const operations = useLiveLoad(`operations ${service}`, (signal) => api.operations(service, signal), {
    ...stale,
    events: ['contract'],
  });
  const state = contract.value;
  return (
    <>
      <ViewHead
        title="Contract"
        note={state && <ContractNote state={state} />}
        actions={<RawLinks service={service} />}
      >
        <ServiceChoice view="/contract" service={service} />
      </ViewHead>
      {contract.problem && <Problem problem={contract.problem} onRetry={contract.reload} />}
      {operations.problem && !contract.problem && <Problem problem={operations.problem} onRetry={operations.reload} />}
      {state === undefined ? (
        !contract.problem && <Loading />
      ) : (
        <ContractTabs state={state} operations={operations.value ?? []} service={service} />
      )}
    </>
  );
}

function ContractNote({ state }: { readonly state: ContractState }): JSX.Element {
  const broken = state.findings.some(({ severity }) => severity === 'error');
  return (
    <>
      <span class="mono">{state.file}</span> <span class="mono">{state.hash}</span>{' '}
      {broken ? (
        <Badge tone="bad">the file is broken, the last good one is served</Badge>
      ) : (
        <Badge tone="good">served</Badge>
      )}
    </>
  );
}

function RawLinks({ service }: { readonly service: string }): JSX.Element | null {
  const url = services.value?.find(({ name }) => name === service)?.url;
  return (
    <>
      {url !== undefined && (
        <a class="raw-link" href={`${url}/openapi.json`} target="_blank" rel="noreferrer">
          openapi.json
        </a>
      )}
      <LinkButton icon="docs" href={docsLink(service)}>
        Docs
      </LinkButton>
    </>
  );
}

function ContractTabs(props: {
  readonly state: ContractState;
  readonly operations: readonly OperationInfo[];
  readonly service: string;
}): JSX.Element {
  const { state, operations, service } = props;
  const tabs: readonly Tab[] = [
    { id: 'problems', title: 'Findings', count: state.findings.length },
    { id: 'changes', title: 'Changes', count: state.changesToHead.length },
    { id: 'reloads', title: 'Reloads', count: state.reloads.length },
    { id: 'text', title: 'Text' },
    { id: 'coverage', title: 'Coverage' },
  ];
  const given = query.value.get('tab');
  const selected = tabs.some(({ id }) => id === given) ? String(given) : usualTab(state);
  return (
    <div class="view-tabs">
      <Tabs label="Contract" tabs={tabs} selected={selected} onSelect={(tab) => setQuery({ tab, line: undefined })}>
        {selected === 'problems' && <Findings findings={state.findings} />}
        {selected === 'changes' && <Changes state={state} service={service} />}
        {selected === 'reloads' && <Reloads reloads={state.reloads} />}
        {selected === 'text' && <ContractText state={state} operations={operations} />}
        {selected === 'coverage' && <Coverage operations={operations} service={service} />}
      </Tabs>
    </div>
  );
}

/** What needs a look first. */
function usualTab(state: ContractState): string {
  if (state.findings.some(({ severity }) => severity === 'error')) return 'problems';
  return state.changesToHead.length > 0 ? 'changes' : 'text';
}
