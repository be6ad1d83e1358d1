import type { JSX } from 'preact';
import type { ErrorGroup, RedSeries } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { useLoad } from '../api/use-load.ts';
import { formatCount } from '../format/format.ts';
import { Badge, HttpStatus, ServiceName } from '../parts/badge.tsx';
import { Button, LinkButton } from '../parts/button.tsx';
import { CodeBlock } from '../parts/code.tsx';
import { Fact } from '../parts/fact.tsx';
import { Empty } from '../parts/message.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { Time } from '../parts/time.tsx';
import { linkTo } from '../router/location.ts';
import { consoleLink, contractLink, logsLink, traceLink } from '../services/links.ts';
import { kinds } from './error-kinds.ts';

/** One kind of error, on the side of the list; instead of it at phone width. */
export function ErrorDetail(props: {
  readonly id: string;
  readonly group: ErrorGroup | undefined;
  readonly onClose: () => void;
}): JSX.Element {
  const { group, onClose } = props;
  return (
    <aside class="row-detail error-detail" aria-label="Error">
      <header class="row-head">
        <h2 class="mono">{group?.type ?? 'Error'}</h2>
        <Button kind="quiet" icon="close" label="Close" onClick={onClose} />
      </header>
      {group === undefined ? (
        <Empty title="This error is not in the store any more">
          It was overwritten by newer ones, or the store was cleared.
        </Empty>
      ) : (
        <Content group={group} />
      )}
    </aside>
  );
}

function Content({ group }: { readonly group: ErrorGroup }): JSX.Element {
  const { service, operation, status, message, frame, kind, count, firstSeen, lastSeen } = group;
  return (
    <>
      <p class="error-marks">
        <Badge tone={kinds[kind][0]}>{whoseFault(kind)}</Badge>
        {status !== undefined && <HttpStatus status={status} />}
      </p>
      <p class="error-text">{message}</p>
      <div class="actions-row">
        <ReplayButton group={group} />
        <LinkButton icon="contract" href={contractLink(service, { tab: 'text' })}>
          Contract
        </LinkButton>
      </div>
      <dl class="facts">
        <Fact name="Service">
          <ServiceName name={service} />
        </Fact>
        <Fact name="Operation">
          <a href={consoleLink(service, operation)}>{operation}</a>
        </Fact>
        <Fact name="Times">{formatCount(count)}</Fact>
        <Fact name="First seen">
          <Time at={firstSeen} relative />
        </Fact>
        <Fact name="Last seen">
          <Time at={lastSeen} relative />
        </Fact>
      </dl>
      <Failures group={group} />
      {frame !== undefined && <CodeBlock text={frame} label="Where it was thrown" wrap />}
      <Violations group={group} />
      <Samples group={group} />
    </>
  );
}

function whoseFault(kind: ErrorGroup['kind']): string {
  if (kind === 'contract') return 'The answer broke the contract';
  return kind === 'server' ? 'The service failed' : 'The request was refused';
}

function ReplayButton({ group }: { readonly group: ErrorGroup }): JSX.Element | null {
  const [sample] = group.samples;
  if (sample === undefined) return null;
  const href = linkTo(consoleLink(group.service, group.operation), { replay: sample.traceId, span: sample.spanId });
  return (
    <LinkButton kind="primary" icon="restart" href={href}>
      Replay in the console
    </LinkButton>
  );
}

/** Failures of the operation over time: what the store counts by operation. */
function Failures({ group }: { readonly group: ErrorGroup }): JSX.Element | null {
  const red = useLoad(`failures ${group.service}`, (signal) =>
    api.red({ service: group.service, window: 3600 }, signal),
  );
  const series = red.value?.series.find(({ operation }) => operation === group.operation);
  if (series === undefined) return null;
  const values = failuresOf(series, group.kind);
  const sum = values.reduce((total, value) => total + value, 0);
  if (sum === 0) return null;
  const words = group.kind === 'client' ? 'refused requests' : 'failures';
  return (
    <figure class="error-rate">
      <Sparkline kind="bars" tone={kinds[group.kind][0]} values={values} label={`${sum} ${words} in the last hour`} />
      <figcaption class="note">{`${formatCount(sum)} ${words} of ${group.operation} in the last hour`}</figcaption>
    </figure>
  );
}

function failuresOf({ points }: RedSeries, kind: ErrorGroup['kind']): readonly number[] {
  return points.map(({ clientErrors, serverErrors }) => (kind === 'client' ? clientErrors : serverErrors));
}

function Violations({ group }: { readonly group: ErrorGroup }): JSX.Element | null {
  if (group.violations.length === 0) return null;
  return (
    <section>
      <h3>What breaks the contract</h3>
      <ul class="violations">
        {group.violations.map((violation) => (
          <li key={`${violation.in} ${violation.pointer} ${violation.keyword}`}>
            <Badge>{violation.in}</Badge>
            <code>{violation.pointer === '' ? '(all of it)' : violation.pointer}</code>
            <span class="violation-keyword">{violation.keyword}</span>
            <span class="note number">{`${formatCount(violation.count)} ×`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Samples({ group }: { readonly group: ErrorGroup }): JSX.Element | null {
  if (group.samples.length === 0) return null;
  return (
    <section>
      <h3>Newest occurrences</h3>
      <ul class="error-samples">
        {group.samples.map(({ traceId, spanId, at }) => (
          <li key={`${traceId} ${spanId}`}>
            <Time at={at} />
            <a class="mono truncate" href={traceLink(traceId, spanId)} title={`Trace ${traceId}`}>
              {traceId.slice(0, 16)}
            </a>
            <a href={logsLink({ traceId })}>Logs</a>
            <a href={linkTo(consoleLink(group.service, group.operation), { replay: traceId, span: spanId })}>Replay</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
