export type * from './api/console.ts';
export type * from './api/events.ts';
export type * from './api/services.ts';
export type * from './api/telemetry.ts';
