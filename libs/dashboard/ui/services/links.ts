import { linkTo } from '../router/location.ts';

export interface TelemetryFilter {
  readonly service?: string | undefined;
  readonly operation?: string | undefined;
  readonly status?: 'ok' | 'error' | undefined;
  readonly severity?: 'warn' | 'error' | undefined;
  readonly traceId?: string | undefined;
  readonly text?: string | undefined;
}

export function tracesLink({ service, operation, status, text }: TelemetryFilter): string {
  return linkTo('/traces', { service, operation, status, text });
}

export function logsLink({ service, severity, traceId, text }: TelemetryFilter): string {
  return linkTo('/logs', { service, severity, traceId, text });
}

export function traceLink(traceId: string, spanId?: string): string {
  return linkTo(`/traces/${encodeURIComponent(traceId)}`, { span: spanId });
}

export function consoleLink(service: string, operation?: string): string {
  const rest = operation === undefined ? '' : `/${encodeURIComponent(operation)}`;
  return `/console/${encodeURIComponent(service)}${rest}`;
}

export function contractLink(
  service: string,
  place: { readonly tab?: string; readonly line?: number | undefined } = {},
): string {
  return linkTo(`/contract/${encodeURIComponent(service)}`, place);
}

export function docsLink(service: string): string {
  return `/reference/${encodeURIComponent(service)}`;
}

export function mocksLink(service: string): string {
  return `/mocks/${encodeURIComponent(service)}`;
}

export function metricsLink(service: string, operation?: string): string {
  return linkTo(`/metrics/${encodeURIComponent(service)}`, { operation });
}
