import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { Environment, ExporterName } from './exporter-names.ts';

async function loadProtobuf(): Promise<LogRecordExporter> {
  const { OTLPLogExporter } = await import('@opentelemetry/exporter-logs-otlp-proto');
  return new OTLPLogExporter();
}

async function loadJson(): Promise<LogRecordExporter> {
  const { OTLPLogExporter } = await import('@opentelemetry/exporter-logs-otlp-http');
  return new OTLPLogExporter();
}

async function loadGrpc(): Promise<LogRecordExporter> {
  const { OTLPLogExporter } = await import('@opentelemetry/exporter-logs-otlp-grpc');
  return new OTLPLogExporter();
}

const protocols: Readonly<Record<string, () => Promise<LogRecordExporter>>> = {
  'http/protobuf': loadProtobuf,
  'http/json': loadJson,
  grpc: loadGrpc,
};

/** Exporters of OpenTelemetry; address, headers, timeout, compression and certificates follow the standard `OTEL_EXPORTER_OTLP_*`. */
export function loadLogExporters(
  names: readonly ExporterName[],
  env: Environment,
  report: (problem: string) => void,
): Promise<readonly LogRecordExporter[]> {
  return Promise.all(names.map((name) => (name === 'console' ? loadConsole() : loadOtlp(env, report))));
}

async function loadConsole(): Promise<LogRecordExporter> {
  const { ConsoleLogRecordExporter } = await import('@opentelemetry/sdk-logs');
  return new ConsoleLogRecordExporter();
}

function loadOtlp(env: Environment, report: (problem: string) => void): Promise<LogRecordExporter> {
  const asked = (env.OTEL_EXPORTER_OTLP_LOGS_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf').trim();
  const load = Object.hasOwn(protocols, asked) ? protocols[asked] : undefined;
  if (load !== undefined) return load();
  report(`The protocol "${asked}" of OTLP is not known: ${Object.keys(protocols).join(', ')}; http/protobuf is used`);
  return loadProtobuf();
}
