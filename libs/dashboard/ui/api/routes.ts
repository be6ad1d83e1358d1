import type { CallEvent, CallRequest, MessageRequest } from '../../src/api/console.ts';
import type {
  ContractState,
  MockState,
  OperationInfo,
  SchemaBundle,
  SecuritySchemeInfo,
  ServiceInfo,
} from '../../src/api/services.ts';
import type {
  AttributeNames,
  ErrorGroup,
  LogQuery,
  LogRecord,
  NumbersReport,
  RedReport,
  ServiceMap,
  Trace,
  TraceQuery,
  TraceSummary,
} from '../../src/api/telemetry.ts';
import type { WebhookReport } from '../../src/api/webhooks.ts';
import { getJson, sendJson, sendText, streamJson, withQuery } from './client.ts';

type Window = { readonly service?: string | undefined; readonly window?: number | undefined };

/** The routes of the dashboard's API that the page asks, typed. */
export const api = {
  services: (signal?: AbortSignal) => getJson<readonly ServiceInfo[]>('/api/services', {}, signal),
  act: (service: string, action: 'start' | 'stop' | 'restart') => sendJson<void>('POST', of(service, action)),
  operations: (service: string, signal?: AbortSignal) =>
    getJson<readonly OperationInfo[]>(of(service, 'operations'), {}, signal),
  schemas: (service: string, signal?: AbortSignal) => getJson<SchemaBundle>(of(service, 'schemas'), {}, signal),
  security: (service: string, signal?: AbortSignal) =>
    getJson<readonly SecuritySchemeInfo[]>(of(service, 'security'), {}, signal),
  contract: (service: string, signal?: AbortSignal) => getJson<ContractState>(of(service, 'contract'), {}, signal),
  setMock: (service: string, operation: string, state: MockState) =>
    sendJson<void>('PUT', of(service, `operations/${encodeURIComponent(operation)}/mock`), state),
  webhooks: (service: string, state: string, signal?: AbortSignal) =>
    getJson<WebhookReport>(of(service, 'webhooks'), { state }, signal),
  replayWebhook: (service: string, id: string) =>
    sendJson<void>('POST', of(service, `webhooks/${encodeURIComponent(id)}/replay`)),
  call: (service: string, request: CallRequest, signal: AbortSignal) =>
    streamJson<CallEvent>(of(service, 'call'), request, signal),
  sendMessage: (service: string, message: MessageRequest) => sendJson<object>('POST', of(service, 'message'), message),
  traces: (query: TraceQuery, signal?: AbortSignal) =>
    getJson<readonly TraceSummary[]>('/api/traces', { ...query }, signal),
  trace: (id: string, signal?: AbortSignal) => getJson<Trace>(`/api/traces/${encodeURIComponent(id)}`, {}, signal),
  logs: (query: LogQuery, signal?: AbortSignal) => getJson<readonly LogRecord[]>('/api/logs', { ...query }, signal),
  attributes: (kind: 'traces' | 'logs', signal?: AbortSignal) =>
    getJson<AttributeNames>('/api/attributes', { signal: kind }, signal),
  red: (query: Window, signal?: AbortSignal) => getJson<RedReport>('/api/red', { ...query }, signal),
  numbers: (query: Window & { readonly metric?: string | undefined }, signal?: AbortSignal) =>
    getJson<NumbersReport>('/api/numbers', { ...query }, signal),
  errors: (query: { readonly service?: string | undefined }, signal?: AbortSignal) =>
    getJson<readonly ErrorGroup[]>('/api/errors', { ...query }, signal),
  map: (window?: number, signal?: AbortSignal) => getJson<ServiceMap>('/api/map', { window }, signal),
  importOtlp: (text: string | Blob) => sendText('/api/import', text),
  exportAddress: (traceId?: string) => withQuery('/api/export', { traceId }),
};

function of(service: string, rest: string): string {
  return `/api/services/${encodeURIComponent(service)}/${rest}`;
}
