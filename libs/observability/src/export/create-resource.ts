import {
  detectResources,
  envDetector,
  hostDetector,
  type Resource,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';

export interface ResourceOptions {
  readonly service: string;
  /** Of the contract. */
  readonly version: string;
  /** `NODE_ENV`, where it is set. */
  readonly environment: string | undefined;
}

/** Who sends: the same for traces and logs. What `OTEL_RESOURCE_ATTRIBUTES` says comes before what is known here, but for the name. */
export function createResource({ service, version, environment }: ResourceOptions): Resource {
  return (
    resourceFromAttributes({
      'service.version': version,
      'process.pid': process.pid,
      ...(environment ? { 'deployment.environment.name': environment } : {}),
    })
      // Not the detector of the process: it publishes the command line.
      .merge(detectResources({ detectors: [serviceInstanceIdDetector, hostDetector, envDetector] }))
      .merge(resourceFromAttributes({ 'service.name': service }))
  );
}
