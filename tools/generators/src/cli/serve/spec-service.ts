import { createObservability } from '@brrt/observability';
import { createService, type Service } from '@brrt/router-core';
import type { ServiceConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { loadServiceModel, overlaysBeside } from '@brrt/service-model';
import { loadHandlers } from './load-handlers.ts';
import type { ServedSpec } from './served-spec.ts';
import { createSpecSecurity } from './spec-security.ts';

/**
 * A contract as a service, with everything that a service of a workspace has and the handlers of a folder.
 * @throws SpecError, HandlersError, SecurityConfigError
 */
export async function createSpecService(served: ServedSpec, config: ServiceConfig): Promise<Service> {
  const { name, spec, overlays, skipBroken } = served;
  const applied = [...(await overlaysBeside(spec)), ...overlays];
  const contract = createContract(await loadServiceModel(spec, { overlays: applied, skipBroken }));
  const security = createSpecSecurity(contract.model, config);
  const observability = createObservability({ service: name, config });
  return createService({
    contract,
    config,
    handlers: served.handlers === undefined ? {} : await loadHandlers(served.handlers, contract.model.operations),
    security: security.handlers,
    cors: security.cors,
    admission: security.admission,
    tls: security.tls,
    hooks: [observability.hooks],
    logger: observability.logger,
    endpoints: observability.endpoints,
    warnings: [...security.warnings, ...security.open.map(openScheme)],
  });
}

function openScheme(name: string): string {
  return `${name} is not configured: any credential of the right form is taken, for development. --config <config.yaml> has its settings`;
}
