import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { useKeys } from '../shell/keys.ts';
import { CallHistory } from './call-history.tsx';
import { createDraft } from './draft.ts';
import { ManyCalls } from './many-calls.tsx';
import { OperationHead } from './operation-head.tsx';
import { RequestPanel } from './request-panel.tsx';
import { ResultPanel } from './result-panel.tsx';
import { isRunning } from './run-call.ts';
import { history } from './session.ts';
import { type Calls, type OperationConsoleProps, useCalls } from './use-calls.ts';
import { useReplay } from './use-replay.ts';

type Overlay = 'none' | 'history' | 'many';

/** One operation: its request on the left, what came of it on the right. */
export function OperationConsole(props: OperationConsoleProps): JSX.Element {
  const { service, operation, bundle, schemes } = props;
  const calls = useCalls(props);
  const { draft, profiles, run } = calls;
  const [overlay, setOverlay] = useState<Overlay>('none');
  useReplay(props);
  useKeys('Console', [
    { keys: 'mod+enter', title: 'Send the request', run: calls.send, whileTyping: true },
    { keys: 'h', title: 'Calls of this session', run: () => setOverlay('history') },
  ]);
  return (
    <>
      <div class="console-request">
        <OperationHead service={service} operation={operation}>
          <Tools onOpen={setOverlay} onReset={() => (draft.value = createDraft(operation, bundle))} />
        </OperationHead>
        <SendLine calls={calls} />
        <RequestPanel
          operation={operation}
          bundle={bundle}
          schemes={schemes}
          profiles={profiles}
          draft={draft.value}
          violations={run?.checked?.violations ?? []}
          onChange={(next) => {
            draft.value = next;
          }}
        />
      </div>
      <div class="console-result">
        <ResultPanel run={run} onStop={calls.abort} onReconnect={calls.reconnect} />
      </div>
      {overlay !== 'none' && (
        <Overlays overlay={overlay} service={service} calls={calls} onClose={() => setOverlay('none')} />
      )}
    </>
  );
}

function Tools(props: { readonly onOpen: (overlay: Overlay) => void; readonly onReset: () => void }): JSX.Element {
  const count = history.value.length;
  return (
    <>
      <Button kind="quiet" onClick={() => props.onOpen('many')}>
        Many
      </Button>
      <Button kind="quiet" onClick={() => props.onOpen('history')}>
        {count === 0 ? 'History' : `History ${count}`}
      </Button>
      <Button kind="quiet" icon="restart" label="Begin the form anew" onClick={props.onReset} />
    </>
  );
}

function SendLine({ calls }: { readonly calls: Calls }): JSX.Element {
  const { draft, run } = calls;
  return (
    <div class="console-send">
      {run !== undefined && isRunning(run) ? (
        <Button icon="stop" onClick={calls.abort}>
          Abort
        </Button>
      ) : (
        <Button kind="primary" icon="play" onClick={calls.send}>
          Send
        </Button>
      )}
      <label class="console-check" title="The service gets the request as it is, to see it refused">
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

function Overlays(props: {
  readonly overlay: Overlay;
  readonly service: string;
  readonly calls: Calls;
  readonly onClose: () => void;
}): JSX.Element {
  const { overlay, service, calls, onClose } = props;
  if (overlay === 'many') return <ManyCalls service={service} built={calls.build()} onClose={onClose} />;
  const show = (again: boolean): Parameters<typeof CallHistory>[0]['onShow'] => {
    return (call) => {
      onClose();
      calls.show(call, again);
    };
  };
  return <CallHistory onClose={onClose} onShow={show(false)} onReplay={show(true)} />;
}
