import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CallTiming, CallViolation } from '../../src/api/console.ts';
import { formatBytes, formatDuration } from '../format/format.ts';
import { Badge, HttpStatus } from '../parts/badge.tsx';
import { Empty, Problem } from '../parts/message.tsx';
import { type Tab, Tabs } from '../parts/tabs.tsx';
import { CodeSamples } from './code-samples.tsx';
import { focusPointer } from './form-context.ts';
import { ResultBody } from './result-body.tsx';
import { ResultTrace } from './result-trace.tsx';
import { type CallRun, isRunning } from './run-call.ts';
import { StreamViewer } from './stream-viewer.tsx';
import { ViolationList } from './violation-list.tsx';

export interface ResultPanelProps {
  readonly run: CallRun | undefined;
  readonly onStop: () => void;
  readonly onReconnect: () => void;
}

/** What came back, and what it came through. */
export function ResultPanel({ run, onStop, onReconnect }: ResultPanelProps): JSX.Element {
  const [tab, setTab] = useState('body');
  const [target, setTarget] = useState<CallViolation>();
  if (run === undefined) {
    return (
      <Empty title="Not sent yet" icon="play">
        <kbd>Ctrl</kbd> <kbd>Enter</kbd> sends. The answer, its check against the contract, and its trace show up here.
      </Empty>
    );
  }
  const { checked, head, end, items } = run;
  const tabs: readonly Tab[] = [
    { id: 'body', title: items === undefined ? 'Body' : 'Stream' },
    { id: 'headers', title: 'Headers', ...(head && { count: head.headers.length }) },
    { id: 'request', title: 'Request' },
    { id: 'code', title: 'Code' },
  ];
  return (
    <div class="result" aria-busy={isRunning(run)}>
      <StatusLine run={run} />
      {run.failure && <Problem problem={run.failure} />}
      <ViolationList
        title="Request"
        violations={checked?.violations}
        onGo={({ in: place, pointer }) => focusPointer(place, pointer)}
      />
      {checked?.sent === false && checked.violations.length > 0 && (
        <p class="note result-refused">
          It was not sent. Mend it, or tick “send although invalid” to see the service refuse it.
        </p>
      )}
      <ViolationList
        title="Answer"
        violations={end?.violations}
        onGo={(violation) => {
          setTab(violation.in === 'response-header' ? 'headers' : 'body');
          setTarget(violation);
        }}
      />
      <Tabs label="Answer" tabs={tabs} selected={tab} onSelect={setTab}>
        {tab === 'body' && head && items !== undefined && (
          <StreamViewer run={run} onStop={onStop} onReconnect={onReconnect} />
        )}
        {tab === 'body' && head && items === undefined && <ResultBody run={run} target={target} />}
        {tab === 'body' && !head && (
          <p class="note">{isRunning(run) ? 'Waiting for the answer…' : 'There is no answer.'}</p>
        )}
        {tab === 'headers' && <HeaderTable headers={head?.headers ?? []} target={target} />}
        {tab === 'request' && checked && <SentRequest run={run} />}
        {tab === 'code' && <Samples run={run} />}
      </Tabs>
      {checked?.sent === true && (
        <section class="result-trace" aria-label="Trace of this request">
          <h2>Trace of this request</h2>
          <ResultTrace key={checked.traceId} traceId={checked.traceId} startedAt={run.startedAt} />
        </section>
      )}
    </div>
  );
}

function StatusLine({ run }: { readonly run: CallRun }): JSX.Element {
  const { head, end, phase } = run;
  return (
    <div class="result-status" role="status">
      {head ? (
        <HttpStatus status={head.status} />
      ) : (
        <Badge tone={phase === 'failed' ? 'bad' : 'neutral'}>{phaseWords[phase]}</Badge>
      )}
      {head && <strong>{head.statusText}</strong>}
      {end?.mock !== undefined && <Badge tone="warn">{`mock: ${end.mock}`}</Badge>}
      {head && isRunning(run) && <Badge tone="info">receiving</Badge>}
      {phase === 'aborted' && head && <Badge>aborted</Badge>}
      {end && <span class="number">{formatDuration(end.timing.total)}</span>}
      {end && <span class="note number">{formatBytes(end.size)}</span>}
      {end?.truncated === true && <Badge tone="warn">cut off</Badge>}
      {end && <Timing timing={end.timing} />}
    </div>
  );
}

const phaseWords: Readonly<Record<CallRun['phase'], string>> = {
  checking: 'Checking',
  waiting: 'Waiting',
  receiving: 'Receiving',
  done: 'Done',
  refused: 'Not sent',
  failed: 'Failed',
  aborted: 'Aborted',
};

/** Where the time went: connecting, waiting for the first octet, reading the rest. */
function Timing({ timing }: { readonly timing: CallTiming }): JSX.Element {
  const { connect = 0, firstByte = timing.total, total } = timing;
  const parts: readonly (readonly [name: string, milliseconds: number])[] = [
    ['connect', connect],
    ['wait', Math.max(0, firstByte - connect)],
    ['read', Math.max(0, total - firstByte)],
  ];
  const words = parts.map(([name, milliseconds]) => `${name} ${formatDuration(milliseconds)}`).join(', ');
  return (
    <span class="timing">
      <span class="timing-bar" role="img" aria-label={words}>
        {parts.map(([name, milliseconds]) => (
          <span key={name} class={`timing-${name}`} style={{ flexGrow: String(Math.max(0.001, milliseconds)) }} />
        ))}
      </span>
      <span class="note">{words}</span>
    </span>
  );
}

function HeaderTable(props: {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly target: CallViolation | undefined;
}): JSX.Element {
  const wanted = props.target?.in === 'response-header' ? props.target.pointer.slice(1).toLowerCase() : undefined;
  if (props.headers.length === 0) return <p class="note">No headers.</p>;
  return (
    <dl class="header-list">
      {props.headers.map(([name, value], index) => (
        <div key={index} class={name.toLowerCase() === wanted ? 'wanted' : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function SentRequest({ run }: { readonly run: CallRun }): JSX.Element | null {
  const { checked } = run;
  if (checked === undefined) return null;
  return (
    <>
      <p class="sent-line">
        <strong class="mono">{checked.method.toUpperCase()}</strong> <span class="mono">{checked.url}</span>
      </p>
      <HeaderTable headers={checked.headers} target={undefined} />
    </>
  );
}

function Samples({ run }: { readonly run: CallRun }): JSX.Element {
  const samples = run.checked?.samples ?? [];
  if (samples.length === 0) return <p class="note">The request has to be written once: send it.</p>;
  return <CodeSamples samples={samples} />;
}
