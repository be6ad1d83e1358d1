import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatDuration, plural } from '../format/format.ts';
import { Badge, ServiceName } from '../parts/badge.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { logsLink } from '../services/links.ts';
import { LogLines } from '../telemetry/log-lines.tsx';
import { totalOf } from './critical-path.ts';
import type { LoadedTrace } from './use-trace.ts';
import { Violations } from './violations.tsx';

/** Beside the waterfall while no span is chosen: who took part, what was waited for, what was logged. */
export function TraceSummaryPane({ loaded }: { readonly loaded: LoadedTrace }): JSX.Element {
  const { trace } = loaded;
  const [tab, setTab] = useState('services');
  return (
    <aside class="detail summary" aria-label="Trace">
      <Violations events={trace.spans.flatMap(({ events }) => events).slice(0, 50)} />
      <Tabs
        label="Trace"
        tabs={[
          { id: 'services', title: 'Services', count: loaded.waterfall.services.length },
          { id: 'logs', title: 'Logs', count: trace.logs.length },
        ]}
        selected={tab}
        onSelect={setTab}
      >
        {tab === 'services' ? (
          <Services loaded={loaded} />
        ) : trace.logs.length === 0 ? (
          <p class="note">No log record names this trace. Services that send their logs by OTLP show them here.</p>
        ) : (
          <LogLines logs={trace.logs} />
        )}
      </Tabs>
    </aside>
  );
}

function Services({ loaded }: { readonly loaded: LoadedTrace }): JSX.Element {
  const { waterfall, trace } = loaded;
  const waited = waitedFor(loaded);
  return (
    <>
      <ul class="trace-services">
        {waterfall.services.map(({ name, spans, errors }) => (
          <li key={name}>
            <ServiceName name={name} />
            <span class="note number">{plural(spans, 'span')}</span>
            {errors > 0 && <Badge tone="bad">{errors} failed</Badge>}
            <span class="number end" title="Time on the critical path">
              {formatDuration(waited.get(name) ?? 0)}
            </span>
          </li>
        ))}
      </ul>
      <p class="note">Times are those on the critical path: what the caller waited for.</p>
      <p>
        <a href={logsLink({ traceId: trace.traceId })}>Logs of this trace</a>
      </p>
    </>
  );
}

function waitedFor({ waterfall, critical }: LoadedTrace): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const [index, intervals] of critical) {
    const span = waterfall.rows[index]?.span;
    if (span === undefined) continue;
    times.set(span.service, (times.get(span.service) ?? 0) + totalOf(intervals));
  }
  return times;
}
