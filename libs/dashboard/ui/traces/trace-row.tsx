import type { JSX } from 'preact';
import type { TraceSummary } from '../../src/api/telemetry.ts';
import { formatDuration, plural } from '../format/format.ts';
import { serviceClass } from '../format/service-colour.ts';
import { Badge, HttpStatus } from '../parts/badge.tsx';
import { classNames } from '../parts/class-names.ts';
import { Time } from '../parts/time.tsx';

/** A trace in one line (two at phone width); the bar is its duration beside that of the longest. */
export function TraceRow(props: {
  readonly trace: TraceSummary;
  readonly longest: number;
  readonly href: string;
  readonly active: boolean;
}): JSX.Element {
  const { trace, longest, href, active } = props;
  return (
    <div role="listitem">
      <a
        id={`trace-${trace.traceId}`}
        class={classNames('trace-row', active && 'active', serviceClass(trace.service))}
        href={href}
        aria-current={active ? 'true' : undefined}
        tabIndex={-1}
      >
        <Time at={trace.startedAt} />
        <span class="trace-name">
          <span class="swatch" aria-hidden="true" />
          <span class="truncate">
            <span class="trace-service">{trace.service}</span> <span class="strong">{trace.name}</span>
          </span>
          {!trace.complete && <Badge title="Its root span has not arrived">no root</Badge>}
        </span>
        <Services trace={trace} />
        <span class="span-count align-end number" title={plural(trace.spanCount, 'span')}>
          {trace.spanCount}
        </span>
        <span class="trace-status">
          {trace.httpStatus !== undefined && <HttpStatus status={trace.httpStatus} />}
          {trace.errorCount > 0 && (
            <Badge tone="bad" title={plural(trace.errorCount, 'failed span')}>
              {trace.errorCount} failed
            </Badge>
          )}
        </span>
        <span class="trace-duration">
          <span class="number">{formatDuration(trace.duration)}</span>
          <span class="duration-track" aria-hidden="true">
            <span
              class={classNames('duration-bar', trace.errorCount > 0 && 'failed')}
              style={{ width: `${Math.max(1, (trace.duration / longest) * 100)}%` }}
            />
          </span>
        </span>
      </a>
    </div>
  );
}

/** Services by their share of the spans. */
function Services({ trace }: { readonly trace: TraceSummary }): JSX.Element {
  const names = trace.services.map(({ name, spans }) => `${name} ${spans}`).join(', ');
  return (
    <span class="service-shares" title={names} role="img" aria-label={`Services: ${names}`}>
      {trace.services.map(({ name, spans }) => (
        <span key={name} class={classNames('share', serviceClass(name))} style={{ flexGrow: spans }} />
      ))}
    </span>
  );
}
