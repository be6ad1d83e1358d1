import type { ServiceInfo } from '../api/services.ts';
import {
  initialState,
  nextState,
  possibleActions,
  type Readiness,
  type ServiceState,
  stateWord,
} from './service-state.ts';
import type { AppControl, ServiceAction, Workspace, WorkspaceApp, WorkspaceEvent } from './workspace.ts';

/** What is known of a service beside its process. */
export interface ServiceFacts {
  readonly title?: string;
  readonly version?: string;
  readonly contractHash?: string;
  readonly clients: readonly string[];
  readonly operations: number;
}

/** What its telemetry says of a service. */
export interface TelemetryFacts {
  readonly errorCounts: ReadonlyMap<string, number>;
  readonly lastSeen: ReadonlyMap<string, number>;
}

interface Entry {
  readonly app: WorkspaceApp;
  control: AppControl;
  state: ServiceState;
  facts: ServiceFacts;
}

export type RegistryListener = (app: WorkspaceApp, event: WorkspaceEvent | undefined) => void;

/** The services of the workspace and how they are, whichever process runs them. */
export interface ServiceRegistry extends Workspace {
  /** Their process is gone: what is known of them stays. */
  remove(name: string, control: AppControl): void;
  list(telemetry: TelemetryFacts): readonly ServiceInfo[];
  apps(): readonly WorkspaceApp[];
  find(name: string): { readonly app: WorkspaceApp; readonly state: ServiceState } | undefined;
  /** Where it listens; undefined: it does not. */
  addressOf(name: string): string | undefined;
  /** Where its health, metrics and contract are. */
  managementOf(name: string): string | undefined;
  /** Undefined: there is no such service, or it is not run from here. Else it is done, or under way. */
  act(name: string, action: ServiceAction): Promise<void> | undefined;
  send(name: string, message: unknown): boolean;
  setReadiness(name: string, readiness: Readiness | undefined): void;
  setFacts(name: string, facts: ServiceFacts): void;
  /** With the event that changed something; without one where it was looked up. */
  subscribe(listener: RegistryListener): () => void;
}

const noFacts: ServiceFacts = { clients: [], operations: 0 };

export function createServiceRegistry(): ServiceRegistry {
  const entries = new Map<string, Entry>();
  const listeners = new Set<RegistryListener>();
  const tell = ({ app }: Entry, event?: WorkspaceEvent): void => {
    for (const listener of listeners) listener(app, event);
  };
  return {
    add(app, control) {
      const known = entries.get(app.name);
      const entry = { app, control, state: initialState, facts: known?.facts ?? noFacts };
      entries.set(app.name, entry);
      tell(entry);
    },
    report(event) {
      const entry = entries.get(event.app);
      if (entry === undefined) return;
      entry.state = nextState(entry.state, event);
      tell(entry, event);
    },
    remove(name, control) {
      const entry = entries.get(name);
      if (entry?.control !== control) return;
      entries.delete(name);
      tell(entry);
    },
    list: (telemetry) => listServices([...entries.values()], telemetry),
    apps: () => [...entries.values()].map(({ app }) => app),
    find: (name) => entries.get(name),
    addressOf(name) {
      const state = entries.get(name)?.state;
      return state?.phase === 'running' || state?.phase === 'starting' ? state.url : undefined;
    },
    managementOf(name) {
      const state = entries.get(name)?.state;
      return state?.phase === 'running' || state?.phase === 'starting' ? state.managementUrl : undefined;
    },
    act: (name, action) => entries.get(name)?.control.act(action),
    send: (name, message) => entries.get(name)?.control.send(message) ?? false,
    setReadiness(name, readiness) {
      const entry = entries.get(name);
      if (entry === undefined || isSame(entry.state.readiness, readiness)) return;
      const { readiness: _, ...state } = entry.state;
      entry.state = readiness === undefined ? state : { ...state, readiness };
      tell(entry);
    },
    setFacts(name, facts) {
      const entry = entries.get(name);
      if (entry === undefined || isSame(entry.facts, facts)) return;
      entry.facts = facts;
      tell(entry);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function listServices(entries: readonly Entry[], { errorCounts, lastSeen }: TelemetryFacts): readonly ServiceInfo[] {
  const own = entries.map((entry): ServiceInfo => describe(entry, { errorCounts, lastSeen }));
  const names = new Set(own.map(({ name }) => name));
  const heardOf = [...lastSeen].filter(([name]) => !names.has(name));
  const others = heardOf.map(
    ([name, at]): ServiceInfo => ({
      name,
      origin: 'telemetry',
      state: 'unknown',
      restarts: 0,
      checks: [],
      errorCount: errorCounts.get(name) ?? 0,
      lastSeen: at,
      clients: [],
      operations: 0,
      actions: [],
    }),
  );
  return [...own, ...others];
}

function describe({ app, state, facts }: Entry, { errorCounts, lastSeen }: TelemetryFacts): ServiceInfo {
  const { url, startedAt, startMilliseconds, pid, exit, readiness } = state;
  const seen = lastSeen.get(app.name);
  return {
    name: app.name,
    origin: 'workspace',
    state: stateWord(state),
    ...facts,
    ...(url !== undefined && { url }),
    ...(startedAt !== undefined && { startedAt }),
    restarts: Math.max(0, state.starts - 1),
    ...(pid !== undefined && { pid }),
    ...(startMilliseconds !== undefined && { startMilliseconds }),
    ...(exit !== undefined && { exit }),
    checks: readiness?.checks ?? [],
    errorCount: errorCounts.get(app.name) ?? 0,
    ...(seen !== undefined && { lastSeen: seen }),
    actions: possibleActions(state),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
