import type { ServiceConfig } from '@brrt/router-core/config';
import type {
  AdmissionPolicy,
  ClientIdentity,
  CorsPolicy,
  SecurityHandlers,
  TlsIdentity,
} from '@brrt/router-core/ports';
import { createClientAddress } from './admission/client-address.ts';
import { createAdmission } from './admission/create-admission.ts';
import type { SecuredContract } from './contract.ts';
import { createCors } from './cors/create-cors.ts';
import { type CustomSchemes, createHandlers } from './create-handlers.ts';
import { createMemoryReplayStore, type ReplayStore } from './dpop/replay-store.ts';
import { requiredSchemes } from './required-schemes.ts';
import { SecurityConfigError } from './security-config-error.ts';
import { createClientIdentity } from './spiffe/create-client-identity.ts';
import { createSpiffe } from './spiffe/create-spiffe.ts';
import { type CertificateSchemes, createTls } from './tls/create-tls.ts';

/** The ports of the pipeline that stand between a stranger and a handler. */
export interface Security {
  readonly handlers: SecurityHandlers;
  readonly cors: CorsPolicy;
  /** Undefined when nothing is limited. */
  readonly admission: AdmissionPolicy | undefined;
  /** Undefined when the service listens without TLS. */
  readonly tls: TlsIdentity | undefined;
  /** What generated clients show, where they are configured with `svid`; undefined without SPIFFE. */
  readonly clientIdentity: ClientIdentity | undefined;
  /** Configuration without effect; `main` logs each at warn. */
  readonly warnings: readonly string[];
}

/** What a service adds to its configuration. */
export interface SecurityOptions {
  /** Handlers of its own, by security scheme: for what nothing here verifies, or instead of it. */
  readonly custom?: CustomSchemes;
  /** Shared by the processes of a service that takes DPoP proofs or signed webhooks; each remembers its own when left out. */
  readonly replayStore?: ReplayStore;
}

/**
 * Security of one contract as its configuration wants it. Key sets are fetched when the first token arrives.
 * @throws SecurityConfigError when a required scheme has no configuration or one that cannot work; lists all of them
 */
export function createSecurity(
  contract: SecuredContract,
  config: ServiceConfig,
  { custom = {}, replayStore = createMemoryReplayStore() }: SecurityOptions = {},
): Security {
  const spiffe = config.security.spiffe === undefined ? undefined : createSpiffe(config.security.spiffe);
  const tls = createTls({ config: config.tls, schemes: certificateSchemes(contract, config), spiffe });
  const { externalUrl } = config.http;
  const { handlers, ...schemes } = createHandlers(contract, config.security, {
    custom,
    replayStore,
    externalUrl,
    addressOf: createClientAddress(config.http),
    tls,
    spiffe,
  });
  const { cors, ...origins } = createCors(contract, config.cors);
  const { admission, ...limits } = createAdmission(contract, config);
  const problems = [...schemes.problems, ...tls.problems, ...origins.problems];
  if (problems.length > 0) throw new SecurityConfigError(problems);
  const warnings = [...schemes.warnings, ...origins.warnings, ...limits.warnings];
  const clientIdentity = spiffe === undefined ? undefined : createClientIdentity(spiffe);
  return { handlers, cors, admission, tls: tls.identity, clientIdentity, warnings };
}

function certificateSchemes(contract: SecuredContract, { security }: ServiceConfig): CertificateSchemes {
  const required = [...requiredSchemes(contract).keys()];
  const { mutualTls, spiffe } = security;
  const kindOf = (name: string): string | undefined => contract.securitySchemes[name]?.type;
  return {
    mutualTls: Object.fromEntries(Object.entries(mutualTls).filter(([name]) => required.includes(name))),
    svids: Object.keys(spiffe?.schemes ?? {}).filter((name) => required.includes(name) && kindOf(name) === 'mutualTLS'),
  };
}
