import type { JSX } from 'preact';
import { api } from '../api/routes.ts';
import { formatDateTime, formatDuration, plural } from '../format/format.ts';
import { Badge, HttpStatus } from '../parts/badge.tsx';
import { Button, LinkButton } from '../parts/button.tsx';
import { copyText } from '../parts/code.tsx';
import { Icon } from '../parts/icon.tsx';
import type { WaterfallRow } from './build-waterfall.ts';
import { describeTrace } from './describe-trace.ts';
import type { LoadedTrace } from './use-trace.ts';
import { nextOf } from './use-trace-keys.ts';

interface TraceHeadProps {
  readonly loaded: LoadedTrace;
  readonly find: string;
  readonly matches: ReadonlySet<string>;
  readonly selected: WaterfallRow | undefined;
  onFind(text: string): void;
  onChoose(row: WaterfallRow | undefined): void;
}

export function TraceHead(props: TraceHeadProps): JSX.Element {
  const { trace, waterfall } = props.loaded;
  const root = waterfall.rows[0]?.span;
  const failed = trace.spans.filter(({ status }) => status === 'error').length;
  const status = root?.attributes['http.response.status_code'];
  return (
    <header class="trace-head">
      <div class="trace-title">
        <a class="button quiet icon-only back" href="/traces" aria-label="All traces" title="All traces">
          <Icon name="chevron" />
        </a>
        <h1 class="truncate">{root?.name ?? trace.traceId}</h1>
        {typeof status === 'number' && <HttpStatus status={status} />}
        <FindBox {...props} />
        <div class="actions">
          <Button
            icon="copy"
            label="Copy as text, for a chat or an issue"
            onClick={() => void copyText(describeTrace(props.loaded))}
          />
          <LinkButton
            icon="download"
            label="Download as OTLP JSON"
            href={api.exportAddress(trace.traceId)}
            download={`trace-${trace.traceId}.json`}
          />
        </div>
      </div>
      <div class="trace-facts">
        <span class="number strong">{formatDuration(waterfall.duration)}</span>
        <span class="number">{formatDateTime(waterfall.startedAt)}</span>
        <span>{plural(trace.spans.length, 'span')}</span>
        <span>{plural(waterfall.services.length, 'service')}</span>
        {failed > 0 && <Badge tone="bad">{plural(failed, 'failed span')}</Badge>}
        {trace.dropped > 0 && <Badge tone="warn">{plural(trace.dropped, 'span')} dropped for want of room</Badge>}
        {waterfall.rows.some(({ orphan }) => orphan) && (
          <Badge tone="warn" title="Spans whose parent did not arrive (yet)">
            incomplete
          </Badge>
        )}
        <span class="mono trace-id" title="Trace id">
          {trace.traceId}
        </span>
      </div>
    </header>
  );
}

function FindBox({ loaded, find, matches, selected, onFind, onChoose }: TraceHeadProps): JSX.Element {
  const { waterfall } = loaded;
  const found = waterfall.rows.filter(({ key }) => matches.has(key));
  const at = selected === undefined ? -1 : found.indexOf(selected);
  const go = (step: 1 | -1): void => onChoose(nextOf({ waterfall, selected }, ({ key }) => matches.has(key), step));
  return (
    <search class="find-box">
      <Icon name="search" />
      <input
        class="search-input"
        data-search
        aria-label="Find in this trace"
        placeholder="Find in this trace"
        value={find}
        onInput={({ currentTarget }) => onFind(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && matches.size > 0) go(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {find !== '' && (
        <span class="find-count number" role="status">
          {matches.size === 0 ? 'none' : at < 0 ? `${found.length} found` : `${at + 1} of ${found.length}`}
        </span>
      )}
    </search>
  );
}
