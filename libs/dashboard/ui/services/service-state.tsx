import type { JSX } from 'preact';
import type { ServiceInfo } from '../../src/api/services.ts';
import { StateDot, type Tone } from '../parts/badge.tsx';
import { CircuitBadge } from '../parts/circuit-badge.tsx';

const states: Readonly<Record<ServiceInfo['state'], readonly [tone: Tone, words: string]>> = {
  starting: ['info', 'Starting'],
  ready: ['good', 'Ready'],
  degraded: ['warn', 'Degraded'],
  'not-ready': ['warn', 'Not ready'],
  draining: ['info', 'Draining'],
  stopped: ['neutral', 'Stopped'],
  crashed: ['bad', 'Crashed'],
  'contract-broken': ['bad', 'Contract broken'],
  unknown: ['neutral', 'Telemetry only'],
};

export function ServiceState({ service }: { readonly service: ServiceInfo }): JSX.Element {
  const [tone, words] = states[service.state];
  return <StateDot tone={tone}>{service.state === 'crashed' ? `${words}${exitOf(service)}` : words}</StateDot>;
}

function exitOf({ exit }: ServiceInfo): string {
  if (exit === undefined) return '';
  return exit.signal === null ? ` (exit ${exit.code})` : ` (${exit.signal})`;
}

/** Readiness by check: `database up`. */
export function Checks({ checks }: { readonly checks: ServiceInfo['checks'] }): JSX.Element | null {
  if (checks.length === 0) return null;
  return (
    <ul class="service-checks" aria-label="Readiness checks">
      {checks.map(({ name, status, detail, circuit }) => (
        <li key={name} title={detail}>
          <StateDot tone={toneOfCheck(status)}>{`${name} ${status}`}</StateDot>
          {detail !== undefined && toneOfCheck(status) !== 'good' && <span class="note">{detail}</span>}
          {circuit !== undefined && circuit !== 'closed' && <CircuitBadge circuit={circuit} />}
        </li>
      ))}
    </ul>
  );
}

function toneOfCheck(status: string): Tone {
  if (/^(up|ok|pass|passing|ready|healthy)$/i.test(status)) return 'good';
  return /^(warn|degraded|unknown|starting)$/i.test(status) ? 'warn' : 'bad';
}
