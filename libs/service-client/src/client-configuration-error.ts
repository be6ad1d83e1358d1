import { StartError } from '@brrt/router-core/ports';

/** A client that cannot be made as it is configured. */
export class ClientConfigurationError extends StartError {
  override readonly name = 'ClientConfigurationError';
  readonly code = 'ERR_CLIENT_CONFIGURATION';
  readonly service: string;
  constructor(service: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.service = service;
  }
}
