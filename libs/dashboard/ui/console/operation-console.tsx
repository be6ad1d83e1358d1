import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { OperationInfo, SchemaBundle, SecuritySchemeInfo } from '../../src/api/services.ts';
import { api } from '../api/routes.ts';
import { Button } from '../parts/button.tsx';
import { toast } from '../parts/toast.tsx';
import { navigate, query, setQuery } from '../router/location.ts';
import { consoleLink } from '../services/links.ts';
import { useKeys } from '../shell/keys.ts';
import { CallHistory } from './call-history.tsx';
import { credentialsOf } from './credentials.ts';
import { buildRequest, createDraft, type Draft } from './draft.ts';
import type { StreamItem } from './event-stream.ts';
import { ManyCalls } from './many-calls.tsx';
import { OperationHead } from './operation-head.tsx';
import { replayDraft, spanToReplay } from './replay.ts';
import { RequestPanel } from './request-panel.tsx';
import { ResultPanel } from './result-panel.tsx';
import { isRunning, startCall } from './run-call.ts';
import { currentCall, draftOf, history, type PastCall, profilesOf, remember } from './session.ts';

export interface OperationConsoleProps {
  readonly service: string;
  readonly operation: OperationInfo;
  readonly bundle: SchemaBundle;
  readonly schemes: readonly SecuritySchemeInfo[];
}

/** One operation: its request on the left, what came of it on the right. */
export function OperationConsole(props: OperationConsoleProps): JSX.Element {
  const { service, operation, bundle, schemes } = props;
  const draft = draftOf(service, operation, bundle);
  const profiles = profilesOf(service, schemes);
  const current = currentCall(service, operation.id);
  const [overlay, setOverlay] = useState<'none' | 'history' | 'many'>('none');
  const run = current.value?.run.value;
  const running = run !== undefined && isRunning(run);
  useReplay(props);

  function build(from: Draft): ReturnType<typeof buildRequest> {
    const { all, active } = profiles.value;
    const profile = all[active];
    const credentials = profile === undefined ? [] : credentialsOf(operation.security[from.alternative], profile);
    return buildRequest(operation, from, credentials);
  }
  function send(from: Draft, extra: Readonly<Record<string, string>> = {}, before: readonly StreamItem[] = []): void {
    const built = build(from);
    if ('problem' in built) {
      toast(built.problem, 'bad');
      return;
    }
    current.peek()?.abort();
    const request = { ...built.request, headers: { ...built.request.headers, ...extra } };
    const call = startCall(service, request, before);
    current.value = call;
    void call.finished.then((finished) => remember({ service, operation: operation.id, draft: from, run: finished }));
  }
  function reconnect(): void {
    const { lastEventId, items } = run ?? {};
    send(draft.peek(), lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }, items);
  }
  function show(call: PastCall, again: boolean): void {
    setOverlay('none');
    showPast(call, again, props);
  }
  useKeys('Console', [
    { keys: 'mod+enter', title: 'Send the request', run: () => send(draft.peek()), whileTyping: true },
    { keys: 'h', title: 'Calls of this session', run: () => setOverlay('history') },
  ]);
  const many = overlay === 'many' ? build(draft.value) : undefined;
  return (
    <>
      <div class="console-request">
        <OperationHead service={service} operation={operation}>
          <Button kind="quiet" onClick={() => setOverlay('many')}>
            Many
          </Button>
          <Button kind="quiet" onClick={() => setOverlay('history')}>
            {`History ${history.value.length > 0 ? history.value.length : ''}`.trim()}
          </Button>
          <Button
            kind="quiet"
            icon="restart"
            label="Begin the form anew"
            onClick={() => {
              draft.value = createDraft(operation, bundle);
            }}
          />
        </OperationHead>
        <div class="console-send">
          {running ? (
            <Button icon="stop" onClick={() => current.peek()?.abort()}>
              Abort
            </Button>
          ) : (
            <Button kind="primary" icon="play" onClick={() => send(draft.peek())}>
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
        <ResultPanel run={run} onStop={() => current.peek()?.abort()} onReconnect={reconnect} />
      </div>
      {overlay === 'history' && (
        <CallHistory
          onClose={() => setOverlay('none')}
          onShow={(call) => show(call, false)}
          onReplay={(call) => show(call, true)}
        />
      )}
      {many && 'request' in many && (
        <ManyCalls service={service} request={many.request} onClose={() => setOverlay('none')} />
      )}
      {many && 'problem' in many && <p class="form-problem">{many.problem}</p>}
    </>
  );
}

/** Goes to a past call: its request is in the form, its answer beside it. */
function showPast(call: PastCall, again: boolean, { bundle, operation }: OperationConsoleProps): void {
  draftOf(call.service, { ...operation, id: call.operation }, bundle).value = call.draft;
  const restored = again
    ? startCall(call.service, call.run.request)
    : { run: signal(call.run), finished: Promise.resolve(call.run), abort: () => {} };
  currentCall(call.service, call.operation).value = restored;
  if (again) {
    const { service, operation: name, draft } = call;
    void restored.finished.then((run) => remember({ service, operation: name, draft, run }));
  }
  navigate(consoleLink(call.service, call.operation));
}

/** `?replay=<trace id>&span=<span id>`: the form takes what the recorded request had. */
function useReplay({ service, operation, bundle }: OperationConsoleProps): void {
  const traceId = query.value.get('replay') ?? undefined;
  const spanId = query.value.get('span') ?? undefined;
  useEffect(() => {
    if (traceId === undefined) return;
    setQuery({ replay: undefined, span: undefined });
    const own = history.peek().find(({ run }) => run.checked?.traceId === traceId);
    const draft = draftOf(service, operation, bundle);
    if (own?.operation === operation.id && own.service === service) {
      draft.value = own.draft;
      return;
    }
    api.trace(traceId).then(
      (trace) => {
        const span = spanToReplay(trace, operation, spanId);
        if (span === undefined) return toast('The trace does not say what the request was', 'bad');
        draft.value = replayDraft(draft.peek(), operation, { span, bundle });
        toast(
          `The ${'url.query' in span.attributes ? 'path and query are' : 'path is'} as recorded; what telemetry does not keep is not`,
        );
      },
      () => toast('The trace is not in the store any more', 'bad'),
    );
  }, [traceId]);
}
