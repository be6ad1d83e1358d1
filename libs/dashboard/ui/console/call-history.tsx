import type { JSX } from 'preact';
import { formatDuration } from '../format/format.ts';
import { HttpStatus } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Empty } from '../parts/message.tsx';
import { Time } from '../parts/time.tsx';
import { history, type PastCall } from './session.ts';

/** Calls that were made from this page, to look at again or to send again. */
export function CallHistory(props: {
  readonly onClose: () => void;
  readonly onShow: (call: PastCall) => void;
  readonly onReplay: (call: PastCall) => void;
}): JSX.Element {
  const calls = history.value;
  return (
    <Dialog title="Calls of this session" onClose={props.onClose}>
      {calls.length === 0 && (
        <Empty title="Nothing was sent yet">Calls are kept until the page is closed or loaded anew.</Empty>
      )}
      <ol class="past-calls">
        {calls.map((call) => (
          <li key={call.number}>
            <button type="button" class="past-call" onClick={() => props.onShow(call)}>
              <Time at={call.run.startedAt} />
              {call.run.head ? (
                <HttpStatus status={call.run.head.status} />
              ) : (
                <span class="note">{call.run.phase}</span>
              )}
              <span class="truncate">
                <span class="note">{call.service}</span> {call.operation}
              </span>
              <span class="number note">{call.run.end && formatDuration(call.run.end.timing.total)}</span>
            </button>
            <Button
              kind="quiet"
              icon="restart"
              label={`Send ${call.operation} again`}
              onClick={() => props.onReplay(call)}
            />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
