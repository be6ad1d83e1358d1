import type { ComponentChildren, JSX } from 'preact';
import type { OperationInfo } from '../../src/api/services.ts';
import { isSwitched, mockWords } from '../mocks/mock-states.ts';
import { Badge, HttpMethod } from '../parts/badge.tsx';
import { contractLink, metricsLink, mocksLink, tracesLink } from '../services/links.ts';

/** What the operation is, and where else it shows. */
export function OperationHead(props: {
  readonly service: string;
  readonly operation: OperationInfo;
  /** Buttons beside its name. */
  readonly children: ComponentChildren;
}): JSX.Element {
  const { service, operation, children } = props;
  const { id, method, path, summary, description, deprecated, mock, implemented, handlerFile, line } = operation;
  return (
    <header class="operation-head">
      <div class="operation-title">
        <h2>
          <HttpMethod method={method} /> <span class="mono">{path}</span>
        </h2>
        <div class="operation-tools">{children}</div>
      </div>
      <p class="operation-marks">
        <span class="mono note">{id}</span>
        {deprecated && <Badge tone="warn">deprecated</Badge>}
        {!implemented && (
          <Badge tone="info" {...(handlerFile !== undefined && { title: handlerFile })}>
            no handler yet: the contract answers
          </Badge>
        )}
        {isSwitched(mock) && (
          <a href={mocksLink(service)}>
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
