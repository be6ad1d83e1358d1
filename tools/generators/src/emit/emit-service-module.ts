import type { ServiceModel } from '@brrt/service-model';
import { pascalCase, stringLiteral } from './code-text.ts';

/** `user-service` → `createUserService`, `orders` → `createOrdersService`. */
export function createFunctionName(service: string): string {
  const name = service.split('-').map(pascalCase).join('');
  return `create${name.endsWith('Service') ? name : `${name}Service`}`;
}

/** What passes operations on to other services, as `createService` is given it. */
export const gatewayCall = 'createGateway(contract.model, config, security.clientIdentity)';

/** `src/service.ts`: the service without a port. */
export function emitServiceModule(service: string, { operations }: Pick<ServiceModel, 'operations'>): string {
  const passesOn = operations.some(({ passThrough }) => passThrough !== undefined);
  const gatewayImport = passesOn ? "import { createGateway } from '@brrt/service-client';\n" : '';
  return `import { createObservability } from '@brrt/observability';
import { createService, type Service } from '@brrt/router-core';
import type { ServiceConfig } from '@brrt/router-core/config';
import { createSecurity } from '@brrt/security';
${gatewayImport}import { authorize } from './authorize.ts';
import { contract } from './generated/contract.gen.ts';
import { handlers } from './handlers/index.ts';

/** The service without a port: \`main.ts\` makes it listen, tests call its \`fetch\`. */
export async function ${createFunctionName(service)}(config: ServiceConfig): Promise<Service> {
  const security = createSecurity(contract.model, config);
  const observability = createObservability({ service: ${stringLiteral(service).replaceAll('"', "'")}, config });
  return createService({
    contract,
    config,
    handlers,
    authorize,
    dependencies: {},
    clients: {},
${passesOn ? `    gateway: ${gatewayCall},\n` : ''}    security: security.handlers,
    cors: security.cors,
    admission: security.admission,
    tls: security.tls,
    hooks: [observability.hooks],
    logger: observability.logger,
    endpoints: observability.endpoints,
    warnings: security.warnings,
  });
}
`;
}
