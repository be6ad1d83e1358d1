import { useEffect } from 'preact/hooks';
import { api } from '../api/routes.ts';
import { toast } from '../parts/toast.tsx';
import { query, setQuery } from '../router/location.ts';
import { replayDraft, spanToReplay } from './replay.ts';
import { draftOf, history } from './session.ts';
import type { OperationConsoleProps } from './use-calls.ts';

/** `?replay=<trace id>&span=<span id>`: the form takes what the recorded request had. */
export function useReplay({ service, operation, bundle }: OperationConsoleProps): void {
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
