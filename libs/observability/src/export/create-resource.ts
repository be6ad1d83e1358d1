import { hostname } from 'node:os';
import { workerProcess } from '@brrt/router-core/ports';
import {
  detectResources,
  envDetector,
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
      // The detector of the host reads an id besides, which takes its time: what is exported meanwhile would be without attributes.
      'host.name': hostname(),
      'host.arch': process.arch === 'x64' ? 'amd64' : process.arch,
      ...(environment ? { 'deployment.environment.name': environment } : {}),
    })
      // Not the detector of the process: it publishes the command line.
      .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] }))
      .merge(resourceFromAttributes({ 'service.name': service, ...instanceOfWorker() }))
  );
}

/** What the environment says holds for all workers of a service; each is an instance. */
function instanceOfWorker(): { readonly 'service.instance.id'?: string } {
  const worker = workerProcess();
  const given = detectResources({ detectors: [envDetector] }).attributes['service.instance.id'];
  return worker === undefined || given === undefined ? {} : { 'service.instance.id': `${given}-${worker.number}` };
}
