import type { ServiceInfo } from './services.ts';
import type { LogRecord, StoreState, TraceSummary } from './telemetry.ts';

/**
 * `GET /api/events`: server-sent events, batched to at most ten a second; `event:` is the type, `data:` the JSON below.
 * After a lost connection the UI asks the views' own routes again; nothing is replayed.
 */
export type DashboardEvent =
  | { readonly type: 'hello'; readonly workspace: string; readonly dashboard: string }
  /** Traces that got spans: new ones and those that changed. */
  | { readonly type: 'traces'; readonly traces: readonly TraceSummary[] }
  | { readonly type: 'logs'; readonly logs: readonly LogRecord[] }
  | { readonly type: 'services'; readonly services: readonly ServiceInfo[] }
  /** A contract was reloaded or refused, or a mock switched: ask for it again. */
  | { readonly type: 'contract'; readonly service: string }
  | { readonly type: 'mock'; readonly service: string; readonly operation: string }
  /** Numbers changed: at most once a second. */
  | { readonly type: 'store'; readonly state: StoreState };

export type DashboardEventType = DashboardEvent['type'];
