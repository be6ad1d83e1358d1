import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';

/** Before `node:http` is required. Endpoint and sampler come from the environment, as those of every server here. */
export function startTracing() {
  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return;
  new NodeSDK({ serviceName: 'shop', instrumentations: [new HttpInstrumentation()] }).start();
}
