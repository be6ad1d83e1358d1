import type { ServiceConfig } from '@brrt/router-core/config';
import { createPresenceHandlers } from '@brrt/router-core/mock';
import { createSecurity, type Security, SecurityConfigError } from '@brrt/security';
import type { ServiceModel } from '@brrt/service-model';

/** The security of a contract that is served without a workspace. */
export interface SpecSecurity extends Security {
  /** Schemes that nothing is configured for: any credential of the right form is taken. */
  readonly open: readonly string[];
}

/**
 * What is configured is checked as in every service. A scheme without configuration takes what looks like a credential, as
 * `brrt mock` does: a client that sends none should notice.
 * @throws SecurityConfigError for what is configured and cannot work
 */
export function createSpecSecurity(model: ServiceModel, config: ServiceConfig): SpecSecurity {
  try {
    return { ...createSecurity(model, config), open: [] };
  } catch (error) {
    const open = error instanceof SecurityConfigError ? unconfigured(error, model) : [];
    if (open.length === 0) throw error;
    const presence = Object.entries(createPresenceHandlers(model)).filter(([name]) => open.includes(name));
    const custom = Object.fromEntries(presence.map(([name, handler]) => [name, () => handler]));
    return { ...createSecurity(model, config, { custom }), open };
  }
}

/** Problems about settings name the place of those. */
function unconfigured({ problems }: SecurityConfigError, { securitySchemes }: ServiceModel): readonly string[] {
  return problems.map(({ subject }) => subject).filter((subject) => Object.hasOwn(securitySchemes, subject));
}
