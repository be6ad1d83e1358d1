import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SocketMessage } from '../../src/api/console.ts';
import type { MessagesInfo } from '../../src/api/services.ts';
import { api } from '../api/routes.ts';
import { formatDuration } from '../format/format.ts';
import { Badge, HttpStatus } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Problem } from '../parts/message.tsx';
import { Panel } from '../parts/panel.tsx';
import { toast } from '../parts/toast.tsx';
import type { Draft } from './draft.ts';
import { RawEditor } from './raw-editor.tsx';
import { type CallRun, isRunning } from './run-call.ts';

interface SocketPanelProps {
  readonly service: string;
  readonly run: CallRun;
  readonly draft: Draft;
  /** What a message begins with. */
  readonly example: MessagesInfo;
}

const SHOWN = 300;

/** One connection: what to send over it, and what went over it, newest first. */
export function SocketPanel({ service, run, draft, example }: SocketPanelProps): JSX.Element {
  const { checked, head, failure, messages = [] } = run;
  const shown = messages.slice(-SHOWN).toReversed();
  const isOpen = head?.status === 101 && isRunning(run);
  return (
    <Panel title="Connection">
      <State run={run} />
      {failure && <Problem problem={failure} />}
      {checked?.sent === false && <p class="note">It was not opened: the request breaks the contract.</p>}
      {head !== undefined && head.status !== 101 && <pre class="stream-text">{run.text}</pre>}
      {isOpen && example.content !== undefined && (
        <Composer
          first={JSON.stringify(example.content.examples[0]?.value, undefined, 2) ?? ''}
          onSend={(text) => {
            const message = { traceId: checked?.traceId ?? '', text, sendInvalid: draft.sendInvalid };
            api.sendMessage(service, message).catch(() => toast('The message did not reach the WebSocket', 'bad'));
          }}
        />
      )}
      <ol class="stream-items" reversed aria-label="Messages">
        {shown.map((message, index) => (
          <Message key={messages.length - index} message={message} />
        ))}
      </ol>
    </Panel>
  );
}

function State({ run: { head, closed, phase } }: { readonly run: CallRun }): JSX.Element {
  return (
    <p class="result-status" role="status">
      {head && <HttpStatus status={head.status} />}
      {closed ? (
        <Badge tone={closed.code === 1000 ? 'neutral' : 'bad'}>{`closed ${closed.code} ${closed.reason}`.trim()}</Badge>
      ) : (
        <Badge tone={phase === 'receiving' ? 'good' : 'neutral'}>{phase === 'receiving' ? 'open' : phase}</Badge>
      )}
    </p>
  );
}

function Composer(props: { readonly first: string; readonly onSend: (text: string) => void }): JSX.Element {
  const [text, setText] = useState(props.first);
  return (
    <>
      <RawEditor text={text} isJson={true} label="Message" violations={[]} onChange={setText} />
      <Button kind="primary" icon="play" onClick={() => props.onSend(text)}>
        Send message
      </Button>
    </>
  );
}

function Message({ message }: { readonly message: SocketMessage }): JSX.Element {
  const { from, text, base64, at, violations, sent } = message;
  const said = sent ? 'sent' : 'not sent';
  return (
    <li class="stream-item">
      <p class="stream-head">
        <Badge tone={sent ? 'info' : 'bad'}>{from === 'service' ? 'received' : said}</Badge>
        <span class="number note">{`+${formatDuration(at)}`}</span>
      </p>
      <pre class="stream-text">{text ?? base64}</pre>
      {violations.length > 0 && (
        <ul class="raw-violations">
          {violations.map(({ pointer, keyword, detail }) => (
            <li key={`${pointer} ${keyword}`} class="form-problem">{`${pointer || 'message'}: ${detail}`}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
