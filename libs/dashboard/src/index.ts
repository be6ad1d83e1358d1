export type * from './api/console.ts';
export type * from './api/events.ts';
export type * from './api/services.ts';
export type * from './api/telemetry.ts';
export { type CallLimits, defaultCallLimits } from './console/call-limits.ts';
export {
  type Console,
  type ConsoleOptions,
  createConsole,
  type MockStates,
  type MocksMessage,
} from './console/console.ts';
export type {
  AnswerCheck,
  AnswerHead,
  CallMessage,
  ContractOperation,
  ContractTools,
  HeaderLine,
  OperationCall,
  PreparedCall,
  ServiceContract,
  ShownMessage,
  WebSocketCheck,
} from './console/contract-tools.ts';
export { createDevelopmentIssuer, type DevelopmentIssuer, type IssuerMessage } from './console/development-issuer.ts';
export { readCallRequest } from './console/read-call-request.ts';
export { type CallToRun, runCall } from './console/run-call.ts';
export { OtlpError } from './otlp/otlp-error.ts';
export { createOtlpIntake, type OtlpIntakeOptions, type OtlpSink } from './otlp/otlp-intake.ts';
export type {
  AppChange,
  AppControl,
  ServiceAction,
  Workspace,
  WorkspaceApp,
  WorkspaceEvent,
} from './services/workspace.ts';
export type { TelemetryListener } from './store/changes.ts';
export type { NumberSample } from './store/number-memory.ts';
export { type ParsedExposition, parseExposition } from './store/parse-exposition.ts';
export { createTelemetryStore, type TelemetryStore, type TelemetryStoreOptions } from './store/telemetry-store.ts';
