import type { JSX } from 'preact';
import type { LogRecord, Severity } from '../../src/api/telemetry.ts';
import { classNames } from '../parts/class-names.ts';
import { Time } from '../parts/time.tsx';
import { linkTo } from '../router/location.ts';
import { logsLink } from '../services/links.ts';
import { logFacts } from './log-facts.ts';
import { plainText } from './plain-text.ts';

const SHOWN = 200;

/** Log records one after the other, oldest first, for the inside of a trace. */
export function LogLines({ logs }: { readonly logs: readonly LogRecord[] }): JSX.Element {
  return (
    <>
      <ol class="log-lines">
        {logs.slice(0, SHOWN).map((log) => (
          <li key={log.sequence} class={classNames('log-line', log.severity)}>
            <a href={linkTo('/logs', { traceId: log.traceId, record: log.sequence })}>
              <Time at={log.at} />
            </a>
            <SeverityMark severity={log.severity} />
            <span class="log-text">
              {plainText(log.body)}
              <Facts log={log} />
            </span>
          </li>
        ))}
      </ol>
      {logs.length > SHOWN && (
        <a href={logsLink({ traceId: logs[0]?.traceId })}>{`All ${logs.length} records of this trace`}</a>
      )}
    </>
  );
}

function Facts({ log }: { readonly log: LogRecord }): JSX.Element | null {
  const facts = plainText(logFacts(log));
  return facts === '' ? null : <span class="log-facts">{facts}</span>;
}

export function SeverityMark({ severity }: { readonly severity: Severity }): JSX.Element {
  return <span class={classNames('severity', severity)}>{severity}</span>;
}
