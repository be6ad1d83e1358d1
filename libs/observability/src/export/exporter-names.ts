export type Environment = Readonly<Record<string, string | undefined>>;

export type ExporterName = 'otlp' | 'console';

/**
 * Where log records go, as `OTEL_LOGS_EXPORTER` says (OpenTelemetry, environment variables, exporter selection); OTLP where only an
 * endpoint is given. None with `OTEL_SDK_DISABLED`.
 */
export function logExporterNames(env: Environment, report: (problem: string) => void): readonly ExporterName[] {
  if (env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return [];
  const named = listOf(env.OTEL_LOGS_EXPORTER);
  if (named.length === 0)
    return env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_LOGS_ENDPOINT ? ['otlp'] : [];
  if (named.includes('none')) return [];
  const known = new Set<ExporterName>();
  for (const name of named) {
    if (name === 'otlp' || name === 'console') known.add(name);
    else report(`OTEL_LOGS_EXPORTER="${name}" is not known: otlp, console or none; it is left out`);
  }
  return [...known];
}

/** Metrics are scraped: what asks to push them is told so. */
export function checkMetricsExporter(env: Environment, report: (problem: string) => void): void {
  for (const name of listOf(env.OTEL_METRICS_EXPORTER)) {
    if (name !== 'prometheus' && name !== 'none')
      report(
        `OTEL_METRICS_EXPORTER="${name}" is not supported: metrics are not pushed, GET /metrics shows them; say prometheus or none`,
      );
  }
}

function listOf(value: string | undefined): readonly string[] {
  const names = (value ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '');
}
