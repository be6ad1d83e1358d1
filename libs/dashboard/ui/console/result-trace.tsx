import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LogRecord, Trace } from '../../src/api/telemetry.ts';
import { ApiError } from '../api/client.ts';
import { api } from '../api/routes.ts';
import { formatDuration, plural } from '../format/format.ts';
import { serviceClass } from '../format/service-colour.ts';
import { useEvents } from '../live/events.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { Badge, type Tone } from '../parts/badge.tsx';
import { classNames } from '../parts/class-names.ts';
import { Problem } from '../parts/message.tsx';
import { Time } from '../parts/time.tsx';
import { logsLink, traceLink } from '../services/links.ts';
import { plainText } from '../telemetry/plain-text.ts';
import { buildWaterfall, type Waterfall, type WaterfallRow } from '../traces/build-waterfall.ts';

/** Spans come in batches: this long one waits before one wonders. */
const PATIENCE = 8_000;
const SHOWN = 60;

/** The trace of a call, as soon as its spans arrive. */
export function ResultTrace(props: { readonly traceId: string; readonly startedAt: number }): JSX.Element {
  const { traceId } = props;
  // Asked for when its first span is told of; that of an older call, which told before this was shown, at once.
  const [known, setKnown] = useState(Date.now() - props.startedAt > PATIENCE);
  useEffect(() => {
    const timer = setTimeout(() => setKnown(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  useEvents('traces', ({ traces }) => {
    if (traces.some((one) => one.traceId === traceId)) setKnown(true);
  });
  const trace = useLiveLoad(known ? `trace ${traceId}` : '', (signal) => load(traceId, signal), {
    events: ['traces', 'logs'],
    pause: 80,
    when: (event) =>
      event.type === 'traces'
        ? event.traces.some((one) => one.traceId === traceId)
        : event.type === 'logs' && event.logs.some((one) => one.traceId === traceId),
  });
  if (trace.problem) return <Problem problem={trace.problem} onRetry={trace.reload} />;
  if (!trace.value) return <Waiting late={known && trace.value === null} />;
  return (
    <>
      <MiniWaterfall trace={trace.value} />
      <Logs logs={trace.value.logs} traceId={traceId} />
    </>
  );
}

/** Null: nothing of it arrived yet. */
async function load(traceId: string, signal: AbortSignal): Promise<Trace | null> {
  try {
    return await api.trace(traceId, signal);
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 404) return null;
    throw cause;
  }
}

function Waiting({ late }: { readonly late: boolean }): JSX.Element {
  return (
    <p class="note" role="status">
      {late
        ? 'No span arrived. The request may have never reached a service, or the service sends its telemetry elsewhere (OTEL_EXPORTER_OTLP_ENDPOINT).'
        : 'Waiting for its spans…'}
    </p>
  );
}

function MiniWaterfall({ trace }: { readonly trace: Trace }): JSX.Element {
  const waterfall = useMemo(() => buildWaterfall(trace), [trace]);
  const rows = waterfall.rows.filter(({ callee }) => callee === undefined);
  return (
    <div class="mini-waterfall">
      <p class="result-line-head">
        <a href={traceLink(trace.traceId)} class="mono">
          {trace.traceId}
        </a>
        <span class="note number">{`${plural(trace.spans.length, 'span')}, ${formatDuration(waterfall.duration)}`}</span>
      </p>
      <ol class="mini-spans">
        {rows.slice(0, SHOWN).map((row) => (
          <MiniSpan key={row.key} row={row} waterfall={waterfall} />
        ))}
      </ol>
      {rows.length > SHOWN && <a href={traceLink(trace.traceId)}>{`${rows.length - SHOWN} more spans`}</a>}
    </div>
  );
}

function MiniSpan(props: { readonly row: WaterfallRow; readonly waterfall: Waterfall }): JSX.Element {
  const { span, depth } = props.row;
  const { startedAt, duration } = props.waterfall;
  const whole = Math.max(0.001, duration);
  const left = ((span.startedAt - startedAt) / whole) * 100;
  const width = Math.max(0.4, (span.duration / whole) * 100);
  const failed = span.status === 'error';
  return (
    <li>
      <a
        class={classNames('mini-span', serviceClass(span.service), failed && 'failed')}
        href={traceLink(span.traceId, span.spanId)}
        title={`${span.service}: ${span.name}${span.statusMessage === undefined ? '' : `, ${span.statusMessage}`}`}
      >
        <span class="mini-name truncate" style={{ paddingInlineStart: `${Math.min(depth, 8) * 0.7}rem` }}>
          {failed && <Badge tone="bad">failed</Badge>} {span.name}
        </span>
        <span class="mini-track" aria-hidden="true">
          <span
            class="mini-bar"
            style={{ left: `${Math.min(99.6, left)}%`, width: `${Math.min(100 - left, width)}%` }}
          />
        </span>
        <span class="number mini-duration">{formatDuration(span.duration)}</span>
      </a>
    </li>
  );
}

const tones: Readonly<Record<LogRecord['severity'], Tone>> = {
  trace: 'neutral',
  debug: 'neutral',
  info: 'info',
  warn: 'warn',
  error: 'bad',
  fatal: 'bad',
};

function Logs({
  logs,
  traceId,
}: {
  readonly logs: readonly LogRecord[];
  readonly traceId: string;
}): JSX.Element | null {
  if (logs.length === 0) return null;
  return (
    <section class="result-logs" aria-label="Log records of the call">
      <p class="result-line-head">
        <strong>Logs</strong>
        <a href={logsLink({ traceId })}>{plural(logs.length, 'record')}</a>
      </p>
      <ol>
        {logs.slice(0, 20).map((log) => (
          <li key={log.sequence}>
            <Time at={log.at} />
            <Badge tone={tones[log.severity]}>{log.severity}</Badge>
            <span class="note">{log.service}</span>
            <span class="result-log">{plainText(log.body)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
