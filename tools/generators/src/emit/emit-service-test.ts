import type { Operation, ServiceModel } from '@brrt/service-model';
import { createFunctionName } from './emit-service-module.ts';

/** `src/service.test.ts`: a first test of the whole service, without a port. */
export function emitServiceTest({ operations }: ServiceModel, { service }: { readonly service: string }): string {
  const create = createFunctionName(service);
  const tests = [healthTest(operations), notFoundTest(operations), securityTest(operations)];
  return `import { readConfig } from '@brrt/router-core/config';
import { afterAll, expect, it } from 'vitest';
import { ${create} } from './service.ts';

const config = await readConfig({ directory: import.meta.dirname, env: { LOG_LEVEL: 'silent' } });
const service = await ${create}(config);
afterAll(() => service.close());
${tests.join('')}`;
}

function healthTest(operations: readonly Operation[]): string {
  // A contract that declares the endpoint answers it in its own way.
  if (operations.some((operation) => answers(operation, '/openapi.json'))) return '';
  return `
it('publishes its contract', async () => {
  const response = await service.fetch('/openapi.json');
  expect(response.status).toBe(200);
  expect(await response.json()).toHaveProperty('paths');
});
`;
}

const unknownPath = '/no/such/path';

function notFoundTest(operations: readonly Operation[]): string {
  if (operations.some((operation) => answers(operation, unknownPath))) return '';
  return `
it('answers what the contract does not have with a problem', async () => {
  const response = await service.fetch('${unknownPath}');
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
});
`;
}

function securityTest(operations: readonly Operation[]): string {
  const targets = operations.filter(isSecured).map((operation) => ({ ...operation, target: exampleTarget(operation) }));
  const simple = targets.find(({ method, target }) => method === 'GET' && /^[\w/.~-]{1,60}$/.test(target));
  if (simple === undefined) return '';
  return `
it('asks for credentials where the contract does', async () => {
  expect((await service.fetch('${simple.target}')).status).toBe(401);
});
`;
}

function isSecured({ security }: Operation): boolean {
  return security.length > 0 && security.every((alternative) => alternative.length > 0);
}

/** A path that matches the template of the operation. */
export function exampleTarget({ basePaths, path }: Operation): string {
  return `${basePaths[0] ?? ''}${path.replaceAll(/\{[^}]*\}/g, '1')}`;
}

function answers({ basePaths, path }: Operation, target: string): boolean {
  const wanted = target.split('/');
  return basePaths.some((base) => {
    const segments = `${base}${path}`.split('/');
    return (
      segments.length === wanted.length &&
      segments.every((segment, index) => segment.includes('{') || segment === wanted[index])
    );
  });
}
