import { StartError } from '@brrt/service-model';

/** A service that cannot start as it is put together: every reason, not only the first. */
export class ServiceConfigurationError extends StartError {
  override readonly name = 'ServiceConfigurationError';
  readonly code = 'ERR_SERVICE_CONFIGURATION';
  readonly reasons: readonly string[];
  constructor(reasons: readonly string[]) {
    super(`The service cannot start:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`);
    this.reasons = reasons;
  }
}
