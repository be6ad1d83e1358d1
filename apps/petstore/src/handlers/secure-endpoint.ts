import type { Context } from '../context.ts';
import type { SecureEndpointRequest, SecureEndpointResponse } from '../generated/handlers.gen.ts';

export function secureEndpoint(_request: SecureEndpointRequest, { principal }: Context): SecureEndpointResponse {
  // The contract lets nobody through without one of its schemes.
  if (principal === undefined) throw new TypeError('The pipeline let a stranger through');
  const { subject, scheme, scopes } = principal;
  return { status: 200, body: { status: 'ok', subject, scheme, scopes } };
}
