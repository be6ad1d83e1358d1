type Environment = Readonly<Record<string, string | undefined>>;

// Who set one of these decided where telemetry goes.
const decisions = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
  'OTEL_TRACES_EXPORTER',
  'OTEL_SDK_DISABLED',
];

// A trace is in the dashboard when the developer has switched windows.
const delayMilliseconds = '200';

/** What apps are given beside their environment so that the dashboard hears of them, unless the developer wants it otherwise. */
export function telemetryEnvironment(env: Environment, otlpUrl: string): Readonly<Record<string, string>> {
  if (decision(env) !== undefined) return {};
  const defaults: Readonly<Record<string, string>> = {
    OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
    OTEL_BSP_SCHEDULE_DELAY: delayMilliseconds,
    OTEL_BLRP_SCHEDULE_DELAY: delayMilliseconds,
  };
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => !isSet(env[name])));
}

/** Why the dashboard shows no traces and logs, for people; undefined: it does. */
export function telemetryElsewhere(env: Environment, otlpUrl: string): string | undefined {
  const name = decision(env);
  if (name === undefined || env[name]?.startsWith(otlpUrl)) return undefined;
  return `${name} is set: traces and logs go where it says, and not to the dashboard`;
}

function decision(env: Environment): string | undefined {
  return decisions.find((name) => isSet(env[name]));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
