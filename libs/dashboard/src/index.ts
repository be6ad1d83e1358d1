export type * from './api/console.ts';
export type * from './api/events.ts';
export type * from './api/services.ts';
export type * from './api/telemetry.ts';
export { createOtlpIntake, type OtlpIntakeOptions, type OtlpSink } from './otlp/otlp-intake.ts';
export type { TelemetryListener } from './store/changes.ts';
export { createTelemetryStore, type TelemetryStore, type TelemetryStoreOptions } from './store/telemetry-store.ts';
