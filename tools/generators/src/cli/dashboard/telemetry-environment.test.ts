import { expect, it } from 'vitest';
import { telemetryElsewhere, telemetryEnvironment } from './telemetry-environment.ts';

const all = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  OTEL_BSP_SCHEDULE_DELAY: '200',
  OTEL_BLRP_SCHEDULE_DELAY: '200',
};

it.each<readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
  ['nothing is said', {}, all],
  ['an empty variable says nothing', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, all],
  ['telemetry goes elsewhere', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, {}],
  ['traces go elsewhere', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }, {}],
  ['traces go nowhere', { OTEL_TRACES_EXPORTER: 'none' }, {}],
  ['the SDK is off', { OTEL_SDK_DISABLED: 'true' }, {}],
  [
    'batches wait longer',
    { OTEL_BSP_SCHEDULE_DELAY: '5000' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_BLRP_SCHEDULE_DELAY: '200' },
  ],
  ['a name is given', { OTEL_SERVICE_NAME: 'shop' }, all],
])('%s', (_name, env, want) => expect(telemetryEnvironment(env, 'http://127.0.0.1:4318')).toEqual(want));

it.each<readonly [Readonly<Record<string, string>>, RegExp | undefined]>([
  [{}, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, undefined],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:14318' },
    /^OTEL_EXPORTER_OTLP_ENDPOINT is set: .* not to the dashboard$/,
  ],
  [{ OTEL_TRACES_EXPORTER: 'none' }, /^OTEL_TRACES_EXPORTER is set/],
])('says why the dashboard sees nothing: %j', (env, want) => {
  const said = telemetryElsewhere(env, 'http://127.0.0.1:4318');
  if (want === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(want);
});
