import type { SecurityConfig } from '@brrt/router-core/config';
import { generateRequest } from '@brrt/router-core/examples';
import { createLiveSchemas } from '@brrt/router-core/schema';
import type { Operation, ServiceModel } from '@brrt/service-model';

/** A service that runs, and what opens it. */
export interface OpenService {
  readonly url: string;
  readonly model: ServiceModel;
  readonly development: SecurityConfig['development'];
}

/** Calls an operation with a request made from its contract. */
export async function callOperation(operation: Operation, { url, model, development }: OpenService): Promise<Response> {
  const schemas = createLiveSchemas(model);
  const made = generateRequest(operation, model, { schemas, credentials: development });
  if ('missing' in made) throw new TypeError(`${operation.id} lacks ${made.missing}`);
  const { method, target, headers, body } = made.request;
  const pairs = headers.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : [],
  );
  return fetch(url + target, {
    method,
    headers: pairs,
    redirect: 'manual',
    ...(body !== undefined && { body: typeof body === 'string' ? body : Uint8Array.from(body) }),
  });
}
