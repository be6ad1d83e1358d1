import type { MutualTlsConfig, ServiceConfig } from '@brrt/router-core/config';
import type { AdmissionPolicy, CorsPolicy, SecurityHandlers, TlsIdentity } from '@brrt/router-core/ports';
import { createAdmission } from './admission/create-admission.ts';
import type { SecuredContract } from './contract.ts';
import { createCors } from './cors/create-cors.ts';
import { createHandlers } from './create-handlers.ts';
import { requiredSchemes } from './required-schemes.ts';
import { SecurityConfigError } from './security-config-error.ts';
import { createTls } from './tls/create-tls.ts';

/** The ports of the pipeline that stand between a stranger and a handler. */
export interface Security {
  readonly handlers: SecurityHandlers;
  readonly cors: CorsPolicy;
  /** Undefined when nothing is limited. */
  readonly admission: AdmissionPolicy | undefined;
  /** Undefined when the service listens without TLS. */
  readonly tls: TlsIdentity | undefined;
  /** Configuration without effect; `main` logs each at warn. */
  readonly warnings: readonly string[];
}

/**
 * Security of one contract as its configuration wants it. Key sets are fetched when the first token arrives.
 * @throws SecurityConfigError when a required scheme has no configuration or one that cannot work; lists all of them
 */
export function createSecurity(contract: SecuredContract, config: ServiceConfig): Security {
  const tls = createTls(config.tls, requiredCertificates(contract, config));
  const { handlers, ...schemes } = createHandlers(contract, config.security, tls);
  const { cors, ...origins } = createCors(contract, config.cors);
  const { admission, ...limits } = createAdmission(contract, config);
  const problems = [...schemes.problems, ...tls.problems, ...origins.problems];
  if (problems.length > 0) throw new SecurityConfigError(problems);
  const warnings = [...schemes.warnings, ...origins.warnings, ...limits.warnings];
  return { handlers, cors, admission, tls: tls.identity, warnings };
}

function requiredCertificates(
  contract: SecuredContract,
  { security: { mutualTls } }: ServiceConfig,
): Readonly<Record<string, MutualTlsConfig>> {
  const required = requiredSchemes(contract);
  return Object.fromEntries(Object.entries(mutualTls).filter(([name]) => required.has(name)));
}
