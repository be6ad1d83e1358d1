import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { MessagesInfo, WebSocketInfo } from '../../src/api/services.ts';
import { Button } from '../parts/button.tsx';
import { CodeBlock } from '../parts/code.tsx';
import { Loading, Problem } from '../parts/message.tsx';
import { Panel } from '../parts/panel.tsx';
import { toast } from '../parts/toast.tsx';
import { CodeSamples } from './code-samples.tsx';
import { focusPointer } from './form-context.ts';
import { OperationHead } from './operation-head.tsx';
import { RequestPanel } from './request-panel.tsx';
import { type CallRun, isRunning, type RunningCall, startCall } from './run-call.ts';
import { currentCall } from './session.ts';
import { SocketPanel } from './socket-panel.tsx';
import { type Calls, type OperationConsoleProps, useCalls } from './use-calls.ts';
import { useReplay } from './use-replay.ts';
import { ViolationList } from './violation-list.tsx';

interface WebSocketConsoleProps extends OperationConsoleProps {
  readonly webSocket: WebSocketInfo;
}

/** A WebSocket: what opens it on the left; on the right what goes over it, and how other programs open it. */
export function WebSocketConsole(props: WebSocketConsoleProps): JSX.Element {
  const { service, operation, bundle, schemes, webSocket } = props;
  const calls = useCalls(props);
  const { draft, profiles, run } = calls;
  useReplay(props);
  const opening = useOpening(service, calls);
  return (
    <>
      <div class="console-request">
        <OperationHead service={service} operation={operation}>
          {null}
        </OperationHead>
        <ConnectLine {...props} calls={calls} />
        <RequestPanel
          operation={operation}
          bundle={bundle}
          schemes={schemes}
          profiles={profiles}
          draft={draft.value}
          violations={opening && 'checked' in opening ? (opening.checked?.violations ?? []) : []}
          onChange={(next) => {
            draft.value = next;
          }}
        />
      </div>
      <div class="console-result">
        <div class="result">
          {run && <SocketPanel service={service} run={run} draft={draft.value} example={webSocket.receive} />}
          {opening === undefined ? <Loading /> : <Opening opening={opening} />}
          <Messages title="Messages to the service" messages={webSocket.receive} />
          <Messages title="Messages of the service" messages={webSocket.send} />
        </div>
      </div>
    </>
  );
}

function ConnectLine(props: WebSocketConsoleProps & { readonly calls: Calls }): JSX.Element {
  const { service, operation, calls } = props;
  const { draft, run, build } = calls;
  const connect = (): void => {
    const built = build();
    if ('problem' in built) toast(built.problem, 'bad');
    else currentCall(service, operation.id).value = startCall(service, { ...built.request, open: true });
  };
  return (
    <div class="console-send">
      {run !== undefined && isRunning(run) ? (
        <Button icon="stop" onClick={calls.abort}>
          Disconnect
        </Button>
      ) : (
        <Button kind="primary" icon="play" onClick={connect}>
          Connect
        </Button>
      )}
      <label class="console-check" title="The service gets it as it is, to see it refused">
        <input
          type="checkbox"
          checked={draft.value.sendInvalid}
          onChange={({ currentTarget }) => {
            draft.value = { ...draft.peek(), sendInvalid: currentTarget.checked };
          }}
        />
        Send although invalid
      </label>
    </div>
  );
}

type Opened = CallRun | { readonly problem: string };

/** Milliseconds after the last change of the form. */
const PAUSE = 200;

/** What the form says, written anew after each change. */
function useOpening(service: string, { draft, profiles, build }: Calls): Opened | undefined {
  const [opened, setOpened] = useState<Opened>();
  useEffect(() => {
    let call: RunningCall | undefined;
    const timer = setTimeout(() => {
      const built = build();
      if ('problem' in built) return setOpened(built);
      call = startCall(service, built.request);
      void call.finished.then((run) => run.phase !== 'aborted' && setOpened(run));
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      call?.abort();
    };
  }, [service, draft.value, profiles.value]);
  return opened;
}

function Opening({ opening }: { readonly opening: Opened }): JSX.Element {
  if ('problem' in opening) return <Problem problem={{ title: opening.problem }} />;
  const { checked, failure } = opening;
  return (
    <>
      {failure && <Problem problem={failure} />}
      <ViolationList
        title="Request"
        violations={checked?.violations}
        onGo={({ in: place, pointer }) => focusPointer(place, pointer)}
      />
      {checked && !failure && (
        <Panel title="With other programs">
          <p>They open it with what the form says, and read credentials from the environment.</p>
          <CodeBlock text={checked.url} label="address" />
          <CodeSamples samples={checked.samples} />
        </Panel>
      )}
    </>
  );
}

function Messages({ title, messages }: { readonly title: string; readonly messages: MessagesInfo }): JSX.Element {
  const { content, binary } = messages;
  const [example] = content?.examples ?? [];
  return (
    <Panel title={title}>
      {example && <CodeBlock text={JSON.stringify(example.value, undefined, 2)} label={`example of ${title}`} />}
      {binary && <p>Octets</p>}
      {content === undefined && !binary && <p class="note">There are none.</p>}
    </Panel>
  );
}
