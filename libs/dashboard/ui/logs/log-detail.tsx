import type { JSX } from 'preact';
import type { LogRecord } from '../../src/api/telemetry.ts';
import { formatDateTime } from '../format/format.ts';
import { ServiceName } from '../parts/badge.tsx';
import { Button, LinkButton } from '../parts/button.tsx';
import { CodeBlock, CopyButton } from '../parts/code.tsx';
import { logsLink, traceLink } from '../services/links.ts';
import { AttributeList } from '../telemetry/attribute-list.tsx';
import { SeverityMark } from '../telemetry/log-lines.tsx';
import { plainText } from '../telemetry/plain-text.ts';

/** All of a record. */
export function LogDetail({ log, onClose }: { readonly log: LogRecord; readonly onClose: () => void }): JSX.Element {
  return (
    <aside class="detail" aria-label="Log record">
      <header class="detail-head">
        <h2>
          <ServiceName name={log.service} />
        </h2>
        <CopyButton text={() => JSON.stringify(log, null, 2)} label="Copy the record as JSON" />
        <Button icon="close" kind="quiet" label="Close (Esc)" onClick={onClose} />
      </header>
      <div class="detail-body">
        <p class="log-when">
          <SeverityMark severity={log.severity} />
          <span class="number">{formatDateTime(log.at)}</span>
        </p>
        <CodeBlock text={plainText(log.body)} label="message" wrap />
        {log.traceId !== undefined && (
          <p class="log-ways">
            <LinkButton icon="traces" href={traceLink(log.traceId, log.spanId)}>
              Trace
            </LinkButton>
            <LinkButton icon="filter" href={logsLink({ traceId: log.traceId })}>
              Same request
            </LinkButton>
          </p>
        )}
        <AttributeList attributes={log.attributes} searchIn="/logs" />
      </div>
    </aside>
  );
}
