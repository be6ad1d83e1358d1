import type { ServiceInfo } from '../api/services.ts';
import type { WorkspaceEvent } from './workspace.ts';

/** What `/ready` said last. */
export interface Readiness {
  readonly status: 'ready' | 'degraded' | 'not-ready' | 'draining';
  readonly checks: ServiceInfo['checks'];
}

/** What the events of an app come to. */
export interface ServiceState {
  readonly phase: 'starting' | 'running' | 'stopped' | 'crashed';
  readonly starts: number;
  readonly isContractBroken: boolean;
  readonly url?: string;
  readonly managementUrl?: string;
  readonly pid?: number;
  readonly startedAt?: number;
  readonly startMilliseconds?: number;
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
  readonly readiness?: Readiness;
}

export const initialState: ServiceState = { phase: 'starting', starts: 0, isContractBroken: false };

export function nextState(state: ServiceState, event: WorkspaceEvent): ServiceState {
  switch (event.type) {
    case 'started': {
      const { starts, isContractBroken, url, managementUrl, startMilliseconds } = state;
      return {
        phase: 'starting',
        starts: starts + 1,
        isContractBroken,
        startedAt: event.at,
        ...(event.pid !== undefined && { pid: event.pid }),
        ...(url !== undefined && { url }),
        ...(managementUrl !== undefined && { managementUrl }),
        ...(startMilliseconds !== undefined && { startMilliseconds }),
      };
    }
    case 'ready':
      return {
        ...state,
        phase: 'running',
        url: event.url,
        managementUrl: event.managementUrl,
        startMilliseconds: event.milliseconds,
      };
    case 'exited': {
      const { pid: _, readiness: __, startedAt: ___, ...rest } = state;
      const { code, signal } = event;
      return { ...rest, phase: event.expected ? 'stopped' : 'crashed', exit: { code, signal } };
    }
    case 'changed':
      return event.kind === 'contract' ? { ...state, isContractBroken: event.outcome === 'rejected' } : state;
  }
}

/** The one word for it. A broken contract comes first: it is what the developer has to mend. */
export function stateWord({ phase, isContractBroken, readiness }: ServiceState): ServiceInfo['state'] {
  if (phase === 'crashed' || phase === 'stopped') return phase;
  if (isContractBroken) return 'contract-broken';
  if (phase === 'starting') return 'starting';
  return readiness?.status ?? 'ready';
}

/** What can be asked for now. */
export function possibleActions({ phase }: ServiceState): ServiceInfo['actions'] {
  return phase === 'stopped' || phase === 'crashed' ? ['start'] : ['stop', 'restart'];
}
