import type { JSX } from 'preact';
import { serviceClass } from '../format/service-colour.ts';
import { classNames } from '../parts/class-names.ts';
import { Time } from '../parts/time.tsx';
import { traceLink } from '../services/links.ts';
import { logFacts } from '../telemetry/log-facts.ts';
import { SeverityMark } from '../telemetry/log-lines.tsx';
import { firstLine, plainText } from '../telemetry/plain-text.ts';
import type { LogRow } from './group-logs.ts';

/** One record in one line; a click shows all of it. */
export function LogLine(props: {
  readonly row: LogRow;
  readonly active: boolean;
  readonly grouped: boolean;
  readonly onChoose: () => void;
}): JSX.Element {
  const { row, active, grouped, onChoose } = props;
  const { log } = row;
  const facts = plainText(logFacts(log));
  return (
    <div
      role="listitem"
      id={`log-${log.sequence}`}
      class={classNames(
        'log-row',
        log.severity,
        serviceClass(log.service),
        active && 'active',
        grouped && (row.first ? 'first' : 'follows'),
      )}
      aria-current={active ? 'true' : undefined}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a') === null) onChoose();
      }}
    >
      <Time at={log.at} />
      <SeverityMark severity={log.severity} />
      <span class="log-service truncate" title={log.service}>
        <span class="swatch" aria-hidden="true" />
        {log.service}
      </span>
      <span class="log-body truncate">
        {firstLine(plainText(log.body))}
        {facts !== '' && <span class="log-facts">{facts}</span>}
      </span>
      {log.traceId === undefined ? (
        <span />
      ) : (
        <a
          class="log-trace mono"
          href={traceLink(log.traceId, log.spanId)}
          tabIndex={active ? 0 : -1}
          title={`Trace ${log.traceId}`}
        >
          {log.traceId.slice(-8)}
        </a>
      )}
    </div>
  );
}
