import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Span, SpanEvent, SpanLink } from '../../src/api/telemetry.ts';
import { formatDuration } from '../format/format.ts';
import { Badge, ServiceName } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { CodeBlock, CopyButton } from '../parts/code.tsx';
import { Fact } from '../parts/fact.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { type Tab, Tabs } from '../parts/tabs.tsx';
import { traceLink } from '../services/links.ts';
import { AttributeList } from '../telemetry/attribute-list.tsx';
import { LogLines } from '../telemetry/log-lines.tsx';
import type { WaterfallRow } from './build-waterfall.ts';
import { ownTime, totalOf } from './critical-path.ts';
import type { LoadedTrace } from './use-trace.ts';
import { Violations } from './violations.tsx';

interface SpanDetailProps {
  readonly loaded: LoadedTrace;
  readonly row: WaterfallRow;
  onClose(): void;
}

export function SpanDetail({ loaded, row, onClose }: SpanDetailProps): JSX.Element {
  const { span } = row;
  const [tab, setTab] = useState('details');
  const logs = loaded.trace.logs.filter(({ spanId }) => spanId === span.spanId);
  const tabs: readonly Tab[] = [
    { id: 'details', title: 'Details' },
    { id: 'events', title: 'Events', count: span.events.length },
    { id: 'logs', title: 'Logs', count: logs.length },
    ...(span.links.length > 0 ? [{ id: 'links', title: 'Links', count: span.links.length }] : []),
    { id: 'resource', title: 'Resource' },
    { id: 'raw', title: 'Raw' },
  ];
  return (
    <aside class="detail" aria-label="Span">
      <header class="detail-head">
        <h2>{row.callee ?? span.name}</h2>
        <CopyButton text={() => JSON.stringify(span, null, 2)} label="Copy the span as JSON" />
        <Button icon="close" kind="quiet" label="Close (Esc)" onClick={onClose} />
      </header>
      <Tabs label="Span" tabs={tabs} selected={tabs.some(({ id }) => id === tab) ? tab : 'details'} onSelect={setTab}>
        {tab === 'events' ? (
          <Events events={span.events} startedAt={span.startedAt} />
        ) : tab === 'logs' ? (
          logs.length === 0 ? (
            <None text="No log record names this span." />
          ) : (
            <LogLines logs={logs} />
          )
        ) : tab === 'links' && span.links.length > 0 ? (
          <Links links={span.links} />
        ) : tab === 'resource' ? (
          <Resource span={span} loaded={loaded} />
        ) : tab === 'raw' ? (
          <JsonView value={span} label="Span as JSON" />
        ) : (
          <>
            <Violations events={span.events} />
            <Facts loaded={loaded} row={row} />
            <AttributeList attributes={span.attributes} searchIn="/traces" />
          </>
        )}
      </Tabs>
    </aside>
  );
}

function Facts({ loaded, row }: Omit<SpanDetailProps, 'onClose'>): JSX.Element {
  const { span, callee } = row;
  const { waterfall, critical } = loaded;
  const own = totalOf(ownTime(row, waterfall.rows));
  const waited = totalOf(critical.get(row.index) ?? []);
  return (
    <dl class="facts">
      <Fact name="Service">
        <ServiceName name={span.service} />
      </Fact>
      <Fact name="Duration">{formatDuration(span.duration)}</Fact>
      <Fact name="Starts at">+{formatDuration(span.startedAt - waterfall.startedAt)}</Fact>
      <Fact name="Own time">{formatDuration(own)}</Fact>
      <Fact name="On the critical path">{waited === 0 ? 'no' : formatDuration(waited)}</Fact>
      <Fact name="Kind">{span.kind}</Fact>
      <Fact name="Status">
        {span.status === 'error' ? <Badge tone="bad">failed</Badge> : span.status === 'ok' ? 'ok' : 'not set'}
        {span.statusMessage && ` ${span.statusMessage}`}
      </Fact>
      <Fact name="Scope">{span.scope || 'none'}</Fact>
      <Fact name="Span id">
        <code>{span.spanId}</code>
      </Fact>
      {callee !== undefined && <Fact name="Callee">{callee} sends no spans itself</Fact>}
      {span.dropped > 0 && <Fact name="Dropped by the sender">{span.dropped}</Fact>}
    </dl>
  );
}

function Events(props: { readonly events: readonly SpanEvent[]; readonly startedAt: number }): JSX.Element {
  if (props.events.length === 0) return <None text="This span has no events." />;
  return (
    <ol class="span-events">
      {props.events.map((event, index) => (
        <li key={`${index}-${event.name}`}>
          <p>
            <strong>{event.name}</strong> <span class="note number">+{formatDuration(event.at - props.startedAt)}</span>
          </p>
          <EventContent event={event} />
        </li>
      ))}
    </ol>
  );
}

function EventContent({ event }: { readonly event: SpanEvent }): JSX.Element {
  const { 'exception.stacktrace': stack, ...others } = event.attributes;
  return (
    <>
      <AttributeList attributes={typeof stack === 'string' ? others : event.attributes} />
      {typeof stack === 'string' && <CodeBlock text={stack} label="stack" />}
    </>
  );
}

function Links({ links }: { readonly links: readonly SpanLink[] }): JSX.Element {
  return (
    <ul class="span-events">
      {links.map(({ traceId, spanId, attributes }) => (
        <li key={`${traceId}-${spanId}`}>
          <a class="mono" href={traceLink(traceId, spanId)}>
            {traceId} {spanId}
          </a>
          <AttributeList attributes={attributes} />
        </li>
      ))}
    </ul>
  );
}

function Resource({ span, loaded }: { readonly span: Span; readonly loaded: LoadedTrace }): JSX.Element {
  const attributes = loaded.trace.resources[span.resource];
  return attributes === undefined ? (
    <None text="The sender said nothing about itself." />
  ) : (
    <AttributeList attributes={attributes} />
  );
}

function None({ text }: { readonly text: string }): JSX.Element {
  return <p class="note">{text}</p>;
}
