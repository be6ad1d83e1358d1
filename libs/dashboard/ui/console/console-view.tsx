import type { JSX } from 'preact';
import type { OperationInfo, SchemaBundle, SecuritySchemeInfo } from '../../src/api/services.ts';
import { api } from '../api/routes.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { ViewHead } from '../parts/panel.tsx';
import type { View, ViewProps } from '../router/view.ts';
import { consoleLink } from '../services/links.ts';
import { OfService, ServiceChoice } from '../services/service-choice.tsx';
import { OperationConsole } from './operation-console.tsx';
import { OperationList } from './operation-list.tsx';
import type { OperationConsoleProps } from './use-calls.ts';
import { WebSocketConsole } from './web-socket-console.tsx';

export const consoleView: View = {
  path: '/console/:service?/:operation?',
  title: 'Console',
  component: ConsoleView,
  navigation: { icon: 'console', key: 'c', primary: true },
};

function ConsoleView({ params }: ViewProps): JSX.Element {
  return (
    <OfService params={params} icon="console">
      {(service) => <ConsoleOf key={service} service={service} operation={params.operation} />}
    </OfService>
  );
}

interface ServiceContract {
  readonly operations: readonly OperationInfo[];
  readonly bundle: SchemaBundle;
  readonly schemes: readonly SecuritySchemeInfo[];
}

function ConsoleOf(props: { readonly service: string; readonly operation: string | undefined }): JSX.Element {
  const { service, operation } = props;
  const contract = useLiveLoad(`console ${service}`, (signal) => loadContract(service, signal), {
    events: ['contract', 'mock'],
    pause: 100,
    when: (event) => (event.type === 'contract' || event.type === 'mock') && event.service === service,
  });
  const chosen = contract.value?.operations.find(({ id }) => id === operation);
  return (
    <div class={operation === undefined ? 'console-page' : 'console-page with-operation'}>
      <ViewHead title="Console">
        <ServiceChoice view="/console" service={service} />
        {operation !== undefined && (
          <a class="console-back" href={consoleLink(service)}>
            All operations
          </a>
        )}
      </ViewHead>
      {contract.problem && <Problem problem={contract.problem} onRetry={contract.reload} />}
      {contract.value === undefined && !contract.problem && <Loading />}
      {contract.value && (
        <div class="console">
          <OperationList service={service} operations={contract.value.operations} selected={operation} />
          {chosen && <Chosen key={chosen.id} service={service} operation={chosen} {...contract.value} />}
          {!chosen && <NoOperation name={operation} />}
        </div>
      )}
    </div>
  );
}

function Chosen(props: OperationConsoleProps): JSX.Element {
  const { webSocket } = props.operation;
  return webSocket === undefined ? (
    <OperationConsole {...props} />
  ) : (
    <WebSocketConsole {...props} webSocket={webSocket} />
  );
}

async function loadContract(service: string, signal: AbortSignal): Promise<ServiceContract> {
  const [operations, bundle, schemes] = await Promise.all([
    api.operations(service, signal),
    api.schemas(service, signal),
    api.security(service, signal),
  ]);
  return { operations, bundle, schemes };
}

function NoOperation({ name }: { readonly name: string | undefined }): JSX.Element {
  return (
    <div class="console-none">
      {name === undefined ? (
        <Empty title="Choose an operation" icon="console">
          Its form is made of the contract; requests go through the dashboard, so neither CORS nor certificates are in
          the way.
        </Empty>
      ) : (
        <Empty title={`The contract has no operation ${name}`} icon="console">
          It may have been renamed or removed since the link was made.
        </Empty>
      )}
    </div>
  );
}
