import type { Operation, ServiceModel } from '@brrt/service-model';
import { stringLiteral } from './code-text.ts';
import { createFunctionName } from './emit-service-module.ts';

/** `src/service.test.ts`: a first test of the whole service, without a port. */
export function emitServiceTest(
  { operations, securitySchemes }: ServiceModel,
  { service }: { readonly service: string },
): string {
  const create = createFunctionName(service);
  const secured = operations.find((operation) => isSecured(operation) && operation.method !== 'OPTIONS');
  const isTestable = secured !== undefined && Object.keys(securitySchemes).length > 0;
  return `import { readConfig } from '@brrt/router-core/config';
import { afterAll, expect, it } from 'vitest';
import { ${create} } from './service.ts';

const service = await ${create}(await readConfig({ directory: import.meta.dirname, env: { LOG_LEVEL: 'silent' } }));
afterAll(() => service.close());

it('is healthy and publishes its contract', async () => {
  expect((await service.fetch('/health')).status).toBe(200);
  expect((await service.fetch('/openapi.json')).status).toBe(200);
});

it('answers what the contract does not have with a problem', async () => {
  const response = await service.fetch('/no/such/path');
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
});
${isTestable ? securityTest(secured) : ''}`;
}

function isSecured({ security }: Operation): boolean {
  return security.length > 0 && security.every((alternative) => alternative.length > 0);
}

function securityTest({ method, path, basePaths }: Operation): string {
  const target = `${basePaths[0] ?? ''}${path.replaceAll(/\{[^}]*\}/g, '1')}`;
  const init = method === 'GET' ? '' : `, { method: ${literal(method)} }`;
  return `
it('asks for credentials where the contract does', async () => {
  expect((await service.fetch(${literal(target)}${init})).status).toBe(401);
});
`;
}

/** As the formatter wants it, where that is the same string. */
function literal(text: string): string {
  return /^[\w/.~-]+$/.test(text) ? `'${text}'` : stringLiteral(text);
}
