import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallRequest } from '../../src/api/console.ts';
import { formatCount, formatDuration } from '../format/format.ts';
import { Badge, type Tone } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { histogramOf, type ManyResult, quantileOf } from './histogram.ts';
import { startCall } from './run-call.ts';

const MAXIMUM = 1000;
// A browser opens six connections to one host; the live events hold one.
const MAXIMUM_AT_ONCE = 4;

/** Sends the same request many times. */
export function ManyCalls(props: {
  readonly service: string;
  readonly request: CallRequest;
  readonly onClose: () => void;
}): JSX.Element {
  const [count, setCount] = useState('50');
  const [atOnce, setAtOnce] = useState('2');
  const [results, setResults] = useState<readonly ManyResult[]>([]);
  const [running, setRunning] = useState(false);
  const stop = useRef<() => void>(() => {});
  useEffect(() => () => stop.current(), []);
  const wanted = bounded(count, MAXIMUM);
  const lanes = bounded(atOnce, MAXIMUM_AT_ONCE);
  async function send(): Promise<void> {
    if (wanted === undefined || lanes === undefined) return;
    const all: ManyResult[] = [];
    const calls = new Set<() => void>();
    let left = wanted;
    stop.current = () => {
      left = 0;
      for (const abort of calls) abort();
    };
    setRunning(true);
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const call = startCall(props.service, props.request);
        calls.add(call.abort);
        const { end, head, phase } = await call.finished;
        calls.delete(call.abort);
        if (phase === 'aborted') return;
        all.push({ status: head?.status, milliseconds: end?.timing.total });
        setResults([...all]);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    setRunning(false);
  }
  return (
    <Dialog title="Send many times" onClose={props.onClose}>
      <div class="many-calls">
        <div class="many-form">
          <Field
            label="Requests"
            hint={`1 to ${formatCount(MAXIMUM)}`}
            problem={wanted === undefined ? 'Not such a number' : undefined}
          >
            {(ids) => (
              <input
                {...ids}
                class="input"
                inputMode="numeric"
                value={count}
                onInput={({ currentTarget }) => setCount(currentTarget.value)}
              />
            )}
          </Field>
          <Field
            label="At once"
            hint={`1 to ${MAXIMUM_AT_ONCE}`}
            problem={lanes === undefined ? 'Not such a number' : undefined}
          >
            {(ids) => (
              <input
                {...ids}
                class="input"
                inputMode="numeric"
                value={atOnce}
                onInput={({ currentTarget }) => setAtOnce(currentTarget.value)}
              />
            )}
          </Field>
          {running ? (
            <Button icon="stop" onClick={() => stop.current()}>
              Stop
            </Button>
          ) : (
            <Button
              kind="primary"
              icon="play"
              disabled={wanted === undefined || lanes === undefined}
              onClick={() => void send()}
            >
              Send
            </Button>
          )}
        </div>
        <Results results={results} wanted={wanted ?? 0} />
      </div>
    </Dialog>
  );
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
