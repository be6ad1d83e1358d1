export { createObservability, type Observability, type ObservabilityOptions } from './create-observability.ts';
export type { LogDestination } from './log/log-destination.ts';
export { postgresQueryLog, type QueryEvent } from './tracing/postgres-query-log.ts';
