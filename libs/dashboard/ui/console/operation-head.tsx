import type { JSX } from 'preact';
import type { OperationInfo } from '../../src/api/services.ts';
import { isSwitched, mockWords } from '../mocks/mock-states.ts';
import { Badge, HttpMethod } from '../parts/badge.tsx';
import { contractLink, metricsLink, tracesLink } from '../services/links.ts';

/** What the operation is, and where else it shows. */
export function OperationHead({
  service,
  operation,
}: {
  readonly service: string;
  readonly operation: OperationInfo;
}): JSX.Element {
  const { id, method, path, summary, description, deprecated, mock, implemented, handlerFile, line } = operation;
  return (
    <header class="operation-head">
      <h2>
        <HttpMethod method={method} /> <span class="mono">{path}</span>
      </h2>
      <p class="operation-marks">
        <span class="mono note">{id}</span>
        {deprecated && <Badge tone="warn">deprecated</Badge>}
        {!implemented && (
          <Badge tone="info" {...(handlerFile !== undefined && { title: handlerFile })}>
            no handler yet: the contract answers
          </Badge>
        )}
        {isSwitched(mock) && (
          <a href={`/mocks/${encodeURIComponent(service)}`}>
            <Badge tone="warn">{`mock: ${mockWords(mock)}`}</Badge>
          </a>
        )}
        <a href={tracesLink({ service, operation: id })}>Traces</a>
        <a href={metricsLink(service, id)}>Metrics</a>
        <a href={contractLink(service, { tab: 'text', line })}>Contract</a>
      </p>
      {summary !== undefined && <p>{summary}</p>}
      {description !== undefined && <p class="note operation-description">{description}</p>}
    </header>
  );
}
