import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ServiceInfo } from '../../src/api/services.ts';
import type { RedSeries } from '../../src/api/telemetry.ts';
import { ApiError } from '../api/client.ts';
import { api } from '../api/routes.ts';
import { formatCount, formatDuration, formatShare, plural } from '../format/format.ts';
import { serviceClass } from '../format/service-colour.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { Badge, ServiceName } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { classNames } from '../parts/class-names.ts';
import { Fact } from '../parts/fact.tsx';
import type { IconName } from '../parts/icon.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { now, Time } from '../parts/time.tsx';
import { toast } from '../parts/toast.tsx';
import { consoleLink, contractLink, docsLink, logsLink, metricsLink, tracesLink } from './links.ts';
import { Checks, ServiceState } from './service-state.tsx';

export interface ServiceCardProps {
  readonly service: ServiceInfo;
  /** Of the whole service over the last minutes; undefined: no requests. */
  readonly red: RedSeries | undefined;
  /** Seconds per point. */
  readonly step: number;
}

/** All that one wants to know of a service at a glance. */
export function ServiceCard({ service, red, step }: ServiceCardProps): JSX.Element {
  const { name, title, url } = service;
  return (
    <li class={classNames('service-card', service.state, serviceClass(name))} tabIndex={-1} data-service={name}>
      <header class="service-head">
        <h2>
          <ServiceName name={name} />
        </h2>
        <ServiceState service={service} />
        <ErrorCount service={service} />
        <Actions service={service} />
      </header>
      <p class="service-address">
        {title !== undefined && <span class="service-title">{title}</span>}
        {url !== undefined && (
          <a href={url} target="_blank" rel="noreferrer">
            {url}
          </a>
        )}
      </p>
      <Checks checks={service.checks} />
      <div class="service-body">
        <Facts service={service} />
        <Rate red={red} step={step} name={name} />
      </div>
      <Places service={service} />
    </li>
  );
}

function ErrorCount({ service }: { readonly service: ServiceInfo }): JSX.Element | null {
  if (service.errorCount === 0) return null;
  return (
    <a class="error-count" href={logsLink({ service: service.name, severity: 'error' })}>
      <Badge tone="bad" title="Log records of severity error">
        {plural(service.errorCount, 'error')}
      </Badge>
    </a>
  );
}

const actionIcons: Readonly<Record<'start' | 'stop' | 'restart', IconName>> = {
  start: 'play',
  stop: 'stop',
  restart: 'restart',
};

function Actions({ service }: { readonly service: ServiceInfo }): JSX.Element | null {
  const [busy, setBusy] = useState(false);
  if (service.actions.length === 0) return null;
  async function act(action: 'start' | 'stop' | 'restart'): Promise<void> {
    setBusy(true);
    try {
      await api.act(service.name, action);
    } catch (cause) {
      toast(cause instanceof ApiError ? cause.message : String(cause), 'bad');
    }
    setBusy(false);
  }
  return (
    <div class="service-actions">
      {service.actions.map((action) => (
        <Button
          key={action}
          kind="quiet"
          icon={actionIcons[action]}
          label={`${action[0]?.toUpperCase()}${action.slice(1)} ${service.name}`}
          disabled={busy}
          onClick={() => void act(action)}
        />
      ))}
    </div>
  );
}

function Facts({ service }: { readonly service: ServiceInfo }): JSX.Element {
  const { version, contractHash, startedAt, restarts, pid, startMilliseconds, operations, clients, lastSeen } = service;
  return (
    <dl class="facts">
      {version !== undefined && <Fact name="Version">{version}</Fact>}
      {contractHash !== undefined && (
        <Fact name="Contract">
          <a class="mono" href={contractLink(service.name)} title="SHA-256 of the contract as served">
            {contractHash}
          </a>
        </Fact>
      )}
      {startedAt !== undefined && (
        <Fact name="Up for">
          <span class="number">{formatDuration(Math.max(0, now.value - startedAt))}</span>
        </Fact>
      )}
      {service.origin === 'workspace' && <Fact name="Restarts">{formatCount(restarts)}</Fact>}
      {startMilliseconds !== undefined && <Fact name="Ready in">{formatDuration(startMilliseconds)}</Fact>}
      {service.origin === 'workspace' && <LastReload service={service.name} />}
      {operations > 0 && <Fact name="Operations">{formatCount(operations)}</Fact>}
      {pid !== undefined && <Fact name="Process">{String(pid)}</Fact>}
      {clients.length > 0 && <Fact name="Calls">{clients.join(', ')}</Fact>}
      {lastSeen !== undefined && (
        <Fact name="Last telemetry">
          <Time at={lastSeen} relative />
        </Fact>
      )}
    </dl>
  );
}

function LastReload({ service }: { readonly service: string }): JSX.Element | null {
  const { value } = useLiveLoad(`reload ${service}`, (signal) => api.contract(service, signal), {
    events: ['contract'],
    pause: 100,
    when: (event) => event.type === 'contract' && event.service === service,
  });
  const reload = value?.reloads[0];
  if (reload === undefined) return null;
  const rejected = reload.outcome === 'rejected';
  return (
    <Fact name="Last reload">
      <a href={contractLink(service, { tab: 'reloads' })}>
        {rejected && <Badge tone="bad">rejected</Badge>}
        {!rejected && reload.milliseconds !== undefined && (
          <span class="number">{formatDuration(reload.milliseconds)}</span>
        )}{' '}
        <Time at={reload.at} relative />
      </a>
    </Fact>
  );
}

function Rate(props: {
  readonly red: RedSeries | undefined;
  readonly step: number;
  readonly name: string;
}): JSX.Element {
  const { red, step, name } = props;
  if (red === undefined || red.total.count === 0)
    return <p class="service-rate note">No requests in the last 15 minutes</p>;
  const rates = red.points.map(({ count }) => count / step);
  const newest = rates.at(-2) ?? 0;
  const failed = red.total.serverErrors;
  return (
    <a class="service-rate" href={metricsLink(name)}>
      <span class="reader-only">{`Metrics of ${name}`}</span>
      <Sparkline
        values={rates}
        kind="bars"
        tone={failed > 0 ? 'bad' : 'info'}
        label={`${newest.toFixed(1)} requests a second`}
      />
      <span class="service-numbers">
        <span>{plural(red.total.count, 'request')}</span>
        <span class={failed > 0 ? 'bad' : undefined}>{`${formatShare(failed / red.total.count)} failed`}</span>
        {red.total.p95 !== null && <span>{`p95 ${formatDuration(red.total.p95)}`}</span>}
      </span>
    </a>
  );
}

function Places({ service }: { readonly service: ServiceInfo }): JSX.Element {
  const { name } = service;
  const own = service.origin === 'workspace';
  const places: readonly (readonly [title: string, href: string])[] = [
    ...(own ? ([['Console', consoleLink(name)]] as const) : []),
    ['Traces', tracesLink({ service: name })],
    ['Logs', logsLink({ service: name })],
    ['Metrics', metricsLink(name)],
    ...(own
      ? ([
          ['Contract', contractLink(name)],
          ['Docs', docsLink(name)],
        ] as const)
      : []),
  ];
  return (
    <nav class="service-places" aria-label={`Views of ${service.name}`}>
      {places.map(([title, href]) => (
        <a key={title} href={href}>
          {title}
        </a>
      ))}
    </nav>
  );
}
