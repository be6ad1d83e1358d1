import type { ServiceConfig } from '@brrt/router-core/config';
import { generateRequest } from '@brrt/router-core/examples';
import { createLiveSchemas } from '@brrt/router-core/schema';
import type { Operation, ServiceModel } from '@brrt/service-model';
import { curlCommand } from './curl-command.ts';

/** A command line that calls one operation of a running app. */
export interface ExampleCall {
  readonly command: string;
  readonly usesCredential: boolean;
}

/** A `curl` of the first short GET of a contract, with the credentials of `config.development.yaml`. */
export function exampleCall(model: ServiceModel, config: ServiceConfig, url: string): ExampleCall | undefined {
  const short = model.operations.filter(isShort);
  const plainFirst = [...short.filter(({ path }) => !path.includes('{')), ...short];
  const schemas = createLiveSchemas(model);
  const calls = plainFirst.map((operation): ExampleCall | undefined => {
    const made = generateRequest(operation, model, { schemas, credentials: config.security.development });
    const command = 'request' in made ? curlCommand(made.request, url) : undefined;
    return command === undefined ? undefined : { command, usesCredential: operation.security.length > 0 };
  });
  return calls.find((call) => call?.usesCredential === true) ?? calls.find((call) => call !== undefined);
}

/** What is required beside the path makes the call too long to copy. */
function isShort({ method, parameters }: Operation): boolean {
  return method === 'GET' && parameters.every((parameter) => !parameter.required || parameter.in === 'path');
}
