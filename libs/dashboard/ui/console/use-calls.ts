import { type Signal, signal } from '@preact/signals';
import type { OperationInfo, SchemaBundle, SecuritySchemeInfo } from '../../src/api/services.ts';
import { toast } from '../parts/toast.tsx';
import { navigate } from '../router/location.ts';
import { consoleLink } from '../services/links.ts';
import { credentialsOf } from './credentials.ts';
import { buildRequest, type Draft, type DraftRequest } from './draft.ts';
import type { StreamItem } from './event-stream.ts';
import { type CallRun, startCall } from './run-call.ts';
import { currentCall, draftOf, type PastCall, type Profiles, profilesOf, remember } from './session.ts';

export interface OperationConsoleProps {
  readonly service: string;
  readonly operation: OperationInfo;
  readonly bundle: SchemaBundle;
  readonly schemes: readonly SecuritySchemeInfo[];
}

/** What one does with an operation. */
export interface Calls {
  readonly draft: Signal<Draft>;
  readonly profiles: Signal<Profiles>;
  /** The call whose answer is shown. */
  readonly run: CallRun | undefined;
  build(): DraftRequest;
  send(): void;
  abort(): void;
  /** Sends again, from the last event that came. */
  reconnect(): void;
  /** Goes to a past call: its request is in the form, its answer beside it; `again`: a new one. */
  show(call: PastCall, again: boolean): void;
}

export function useCalls(props: OperationConsoleProps): Calls {
  const { service, operation, bundle, schemes } = props;
  const draft = draftOf(service, operation, bundle);
  const profiles = profilesOf(service, schemes);
  const current = currentCall(service, operation.id);
  const run = current.value?.run.value;
  const build = (): DraftRequest => {
    const { all, active } = profiles.peek();
    const profile = all[active];
    const accepted = operation.security[draft.peek().alternative];
    return buildRequest(operation, draft.peek(), profile === undefined ? [] : credentialsOf(accepted, profile));
  };
  const send = (extra: Readonly<Record<string, string>> = {}, before: readonly StreamItem[] = []): void => {
    const built = build();
    if ('problem' in built) {
      toast(built.problem, 'bad');
      return;
    }
    current.peek()?.abort();
    const sent = draft.peek();
    const call = startCall(service, { ...built.request, headers: { ...built.request.headers, ...extra } }, before);
    current.value = call;
    void call.finished.then((finished) => remember({ service, operation: operation.id, draft: sent, run: finished }));
  };
  return {
    draft,
    profiles,
    run,
    build,
    send: () => send(),
    abort: () => current.peek()?.abort(),
    reconnect: () => send(run?.lastEventId === undefined ? {} : { 'Last-Event-ID': run.lastEventId }, run?.items),
    show: (call, again) => showPast(call, again, props),
  };
}

function showPast(call: PastCall, again: boolean, { bundle, operation }: OperationConsoleProps): void {
  const { service, operation: name, draft } = call;
  draftOf(service, { ...operation, id: name }, bundle).value = draft;
  const restored = again
    ? startCall(service, call.run.request)
    : { run: signal(call.run), finished: Promise.resolve(call.run), abort: () => {} };
  currentCall(service, name).value = restored;
  if (again) void restored.finished.then((run) => remember({ service, operation: name, draft, run }));
  navigate(consoleLink(service, name));
}
