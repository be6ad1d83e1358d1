import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallRequest } from '../../src/api/console.ts';
import { formatCount, formatDuration } from '../format/format.ts';
import { Badge, type Tone } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import type { DraftRequest } from './draft.ts';
import { histogramOf, type ManyResult, quantileOf } from './histogram.ts';
import { startCall } from './run-call.ts';

const MAXIMUM = 1000;
// A browser opens six connections to one host; the live events hold one.
const MAXIMUM_AT_ONCE = 4;

/** Sends the same request many times. */
export function ManyCalls(props: {
  readonly service: string;
  readonly built: DraftRequest;
  readonly onClose: () => void;
}): JSX.Element {
  const { service, built, onClose } = props;
  return (
    <Dialog title="Send many times" onClose={onClose}>
      {'problem' in built ? (
        <p class="many-calls form-problem">{built.problem}</p>
      ) : (
        <ManyForm service={service} request={built.request} />
      )}
    </Dialog>
  );
}

function ManyForm(props: { readonly service: string; readonly request: CallRequest }): JSX.Element {
  const [count, setCount] = useState('50');
  const [atOnce, setAtOnce] = useState('2');
  const { results, running, start, stop } = useManyCalls(props.service, props.request);
  const wanted = bounded(count, MAXIMUM);
  const lanes = bounded(atOnce, MAXIMUM_AT_ONCE);
  const ready = wanted !== undefined && lanes !== undefined;
  return (
    <div class="many-calls">
      <div class="many-form">
        <NumberField
          label="Requests"
          maximum={MAXIMUM}
          value={count}
          valid={wanted !== undefined}
          onChange={setCount}
        />
        <NumberField
          label="At once"
          maximum={MAXIMUM_AT_ONCE}
          value={atOnce}
          valid={lanes !== undefined}
          onChange={setAtOnce}
        />
        {running ? (
          <Button icon="stop" onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button kind="primary" icon="play" disabled={!ready} onClick={() => ready && start(wanted, lanes)}>
            Send
          </Button>
        )}
      </div>
      <Results results={results} wanted={wanted ?? 0} />
    </div>
  );
}

function NumberField(props: {
  readonly label: string;
  readonly maximum: number;
  readonly value: string;
  readonly valid: boolean;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const { label, maximum, value, valid, onChange } = props;
  return (
    <Field label={label} hint={`1 to ${formatCount(maximum)}`} problem={valid ? undefined : 'Not such a number'}>
      {(ids) => (
        <input
          {...ids}
          class="input"
          inputMode="numeric"
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface ManyRun {
  readonly results: readonly ManyResult[];
  readonly running: boolean;
  start(count: number, atOnce: number): void;
  stop(): void;
}

/** Calls in lanes, one after the other in each; they end with the dialog. */
function useManyCalls(service: string, request: CallRequest): ManyRun {
  const [results, setResults] = useState<readonly ManyResult[]>([]);
  const [running, setRunning] = useState(false);
  const stop = useRef<() => void>(() => {});
  useEffect(() => () => stop.current(), []);
  async function start(count: number, atOnce: number): Promise<void> {
    const all: ManyResult[] = [];
    const calls = new Set<() => void>();
    let left = count;
    stop.current = () => {
      left = 0;
      for (const abort of calls) abort();
    };
    setRunning(true);
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const call = startCall(service, request);
        calls.add(call.abort);
        const { end, head, phase } = await call.finished;
        calls.delete(call.abort);
        if (phase === 'aborted') return;
        all.push({ status: head?.status, milliseconds: end?.timing.total });
        setResults([...all]);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    setRunning(false);
  }
  return { results, running, start: (count, atOnce) => void start(count, atOnce), stop: () => stop.current() };
}

function bounded(text: string, maximum: number): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= maximum ? value : undefined;
}

function Results({
  results,
  wanted,
}: {
  readonly results: readonly ManyResult[];
  readonly wanted: number;
}): JSX.Element | null {
  if (results.length === 0) return null;
  const times = results
    .flatMap(({ milliseconds }) => (milliseconds === undefined ? [] : [milliseconds]))
    .toSorted((a, b) => a - b);
  const { counts, from, to } = histogramOf(times, 24);
  const statuses = [...Map.groupBy(results, ({ status }) => status ?? 0)].toSorted(([one], [other]) => one - other);
  return (
    <>
      <p class="note number" role="status">{`${formatCount(results.length)} of ${formatCount(wanted)}`}</p>
      <p class="many-statuses">
        {statuses.map(([status, all]) => (
          <Badge
            key={status}
            tone={toneOf(status)}
          >{`${status === 0 ? 'no answer' : status}: ${formatCount(all.length)}`}</Badge>
        ))}
      </p>
      {times.length > 0 && (
        <figure class="many-histogram">
          <Sparkline
            kind="bars"
            tone="info"
            values={counts}
            label={`Durations from ${formatDuration(from)} to ${formatDuration(to)}`}
          />
          <figcaption class="note number">
            <span>{formatDuration(from)}</span>
            <span>{formatDuration(to)}</span>
          </figcaption>
        </figure>
      )}
      <dl class="totals">
        {[0.5, 0.95, 0.99, 1].map((share) => (
          <div key={share}>
            <dt>{share === 1 ? 'slowest' : `p${share * 100}`}</dt>
            <dd>{times.length === 0 ? '–' : formatDuration(quantileOf(times, share))}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function toneOf(status: number): Tone {
  if (status === 0 || status >= 500) return 'bad';
  return status >= 400 ? 'warn' : 'good';
}
