import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { ServiceInfo } from '../../src/api/services.ts';
import { api } from '../api/routes.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { services, servicesProblem } from '../live/workspace.ts';
import { focusRow } from '../parts/focus-row.ts';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { ViewHead } from '../parts/panel.tsx';
import type { View } from '../router/view.ts';
import { useKeys } from '../shell/keys.ts';
import { ServiceCard } from './service-card.tsx';

export const servicesView: View = {
  path: '/',
  title: 'Services',
  component: ServicesView,
  navigation: { icon: 'services', key: 's', primary: true },
};

function ServicesView(): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const red = useLiveLoad('red of all', (signal) => api.red({ window: 900 }, signal), { events: ['traces', 'store'] });
  useKeys('Services', [
    { keys: 'j', title: 'Next service', run: () => focusCard(list.current, 0) },
    { keys: 'k', title: 'Service before', run: () => focusCard(list.current, -1) },
  ]);
  const all = services.value;
  if (all === undefined) {
    return servicesProblem.value ? (
      <Problem problem={servicesProblem.value} />
    ) : (
      <Loading label="Asking for the services" />
    );
  }
  const ofService = new Map(
    red.value?.series.filter(({ operation }) => operation === undefined).map((series) => [series.service, series]),
  );
  return (
    <>
      <ViewHead title="Services" note={summary(all)} />
      {servicesProblem.value && <Problem problem={servicesProblem.value} />}
      {red.problem && <Problem problem={red.problem} onRetry={red.reload} />}
      {all.length === 0 ? (
        <Empty title="No service is known yet" icon="services">
          Start one with <code>npm start</code> or <code>nx serve petstore</code>, or send OTLP over HTTP to port 4318.
        </Empty>
      ) : (
        <ul class="service-list" ref={list} onKeyDown={(event) => focusRow(event, list.current)}>
          {sortServices(all).map((service) => (
            <ServiceCard
              key={service.name}
              service={service}
              red={ofService.get(service.name)}
              step={red.value?.step ?? 1}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function summary(all: readonly ServiceInfo[]): string {
  const own = all.filter(({ origin }) => origin === 'workspace');
  const ready = own.filter(({ state }) => state === 'ready').length;
  const others = all.length - own.length;
  return `${ready} of ${own.length} ready${others > 0 ? `, ${others} more by telemetry` : ''}`;
}

/** What runs here first. */
function sortServices(all: readonly ServiceInfo[]): readonly ServiceInfo[] {
  return all.toSorted((one, other) => Number(one.origin === 'telemetry') - Number(other.origin === 'telemetry'));
}

function focusCard(list: HTMLUListElement | null, at: number): void {
  const cards = [...(list?.children ?? [])].filter((card): card is HTMLElement => card instanceof HTMLElement);
  cards.at(at)?.focus();
}
