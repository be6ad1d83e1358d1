import { type DevelopmentCredential, nearestKey, type SecurityConfig } from '@brrt/router-core/config';
import type { SecurityHandler, SecurityHandlers } from '@brrt/router-core/ports';
import { isWebhookScheme, unusableWebhookScheme } from '@brrt/router-core/webhooks';
import type { SecuredContract, SecurityScheme } from './contract.ts';
import { bindingOf, createTokenHandler, type TokenSurroundings } from './create-token-handler.ts';
import { requiredSchemes } from './required-schemes.ts';
import { describe, type Kind, kindOf, yamlFor } from './scheme-kind.ts';
import { createApiKeyHandler } from './schemes/create-api-key-handler.ts';
import { createBasicHandler } from './schemes/create-basic-handler.ts';
import { createLoopbackHandler } from './schemes/create-loopback-handler.ts';
import { createMutualTlsHandler } from './schemes/create-mutual-tls-handler.ts';
import { createWebhookHandler } from './schemes/create-webhook-handler.ts';
import type { SecurityConfigProblem } from './security-config-error.ts';
import { createSvidHandler } from './spiffe/create-svid-handler.ts';
import type { TlsSetup } from './tls/create-tls.ts';
import { TrustStore } from './tls/trust-store.ts';
import { createInquiry } from './upstream/create-inquiry.ts';

type Section =
  | 'api_keys'
  | 'remote_api_keys'
  | 'jwks'
  | 'oidc'
  | 'introspection'
  | 'basic'
  | 'mutual_tls'
  | 'spiffe'
  | 'webhook_signatures'
  | 'development';

export interface HandlersResult {
  readonly handlers: SecurityHandlers;
  readonly problems: readonly SecurityConfigProblem[];
  readonly warnings: readonly string[];
}

const sectionsOf: Readonly<Record<Kind, readonly Section[]>> = {
  apiKey: ['api_keys', 'remote_api_keys', 'development'],
  webhook: ['webhook_signatures', 'development'],
  bearer: ['jwks', 'oidc', 'introspection', 'spiffe', 'development'],
  basic: ['basic', 'development'],
  mutualTLS: ['mutual_tls', 'spiffe', 'development'],
};

/** Makes the handler of a scheme, as the contract declares it, by the scheme's name. */
export type CustomSchemes = Readonly<Record<string, (scheme: SecurityScheme) => SecurityHandler>>;

/** What handlers need that is no part of `security` in the configuration. */
export interface HandlerSurroundings extends TokenSurroundings {
  readonly custom: CustomSchemes;
  readonly tls: TlsSetup;
}

/** One handler for each scheme that the contract requires; a problem for each that cannot have one. */
export function createHandlers(
  contract: SecuredContract,
  config: SecurityConfig,
  surroundings: HandlerSurroundings,
): HandlersResult {
  const handlers: [string, SecurityHandler][] = [];
  const { problems, warnings } = checkSections(contract, config, surroundings.custom);
  for (const [name, operations] of requiredSchemes(contract)) {
    const scheme = Object.hasOwn(contract.securitySchemes, name) ? contract.securitySchemes[name] : undefined;
    const kind = scheme === undefined ? undefined : kindOf(scheme);
    const unusable = scheme === undefined || kind !== 'webhook' ? undefined : unusableWebhookScheme(scheme);
    if (unusable !== undefined) {
      problems.push({ subject: name, message: `${unusable} (${scheme?.source.file}:${scheme?.source.line})` });
      continue;
    }
    const handler = scheme === undefined ? undefined : createHandler(scheme, config, surroundings);
    const needsAddress = bindingOf(config, name).mode === 'required' && surroundings.externalUrl === undefined;
    if (handler !== undefined && needsAddress) {
      const message = `is required where ${name} takes bound tokens only: their proofs name what clients call`;
      problems.push({ subject: 'http.external_url', message });
    } else if (handler !== undefined) handlers.push([name, handler]);
    else if (scheme === undefined)
      warnings.push(`${name} is required by ${some(operations)} but not declared: it admits nobody`);
    else if (kind === undefined) problems.push({ subject: name, message: `${describe(scheme)} is not built yet` });
    else {
      const message = `${describe(scheme)} is required by ${some(operations)} and not configured`;
      problems.push({ subject: name, message, yaml: yamlFor(scheme, kind) });
    }
  }
  return { handlers: Object.fromEntries(handlers), problems, warnings };
}

function createHandler(
  scheme: SecurityScheme,
  config: SecurityConfig,
  surroundings: HandlerSurroundings,
): SecurityHandler | undefined {
  const { name } = scheme;
  const { addressOf } = surroundings;
  const { refusedCredentials, inquiries } = config;
  const custom = own(surroundings.custom, name);
  if (custom !== undefined) return custom(scheme);
  const development = own(config.development, name);
  if (isWebhookScheme(scheme)) {
    const signatures = own(config.webhookSignatures, name);
    const { replayStore } = surroundings;
    return (signatures ?? development)
      ? createWebhookHandler({ scheme, config: signatures, development, replayStore })
      : undefined;
  }
  if (scheme.type === 'apiKey') {
    const keys = own(config.apiKeys, name);
    const remote = own(config.remoteApiKeys, name);
    const refusals = { scheme: name, config: refusedCredentials, kind: 'remoteApiKeys', addressOf } as const;
    const inquire = createInquiry({ ...refusals, inquiries });
    return (keys ?? remote ?? development)
      ? createApiKeyHandler({ scheme, keys, remote, development, inquire })
      : undefined;
  }
  const kind = kindOf(scheme);
  if (kind === 'mutualTLS') {
    const certificates = createCertificateHandler(scheme, config, surroundings);
    return development === undefined ? certificates : createLoopbackHandler({ scheme, certificates, development });
  }
  if (kind === 'bearer') return createTokenHandler(scheme, config, surroundings);
  const users = own(config.basic, name);
  if (kind !== 'basic' || (users ?? development) === undefined) return undefined;
  return createBasicHandler({ scheme, users, development, refusedCredentials, addressOf });
}

function createCertificateHandler(
  scheme: SecurityScheme,
  { mutualTls, spiffe: identities }: SecurityConfig,
  { tls, spiffe }: HandlerSurroundings,
): SecurityHandler | undefined {
  const svids = own(identities?.schemes ?? {}, scheme.name);
  if (svids !== undefined && spiffe !== undefined) {
    return createSvidHandler({ scheme, config: svids, bundles: spiffe.state.bundles });
  }
  const certificates = own(mutualTls, scheme.name);
  // Where there are no roots, that is among the problems of TLS.
  const trust = tls.trustOf(scheme.name) ?? new TrustStore();
  return certificates === undefined ? undefined : createMutualTlsHandler({ scheme, config: certificates, trust });
}

interface Findings {
  readonly problems: SecurityConfigProblem[];
  readonly warnings: string[];
}

/** Configuration that would do nothing: for a scheme of another kind an error, for a name the contract lacks a warning. */
function checkSections({ securitySchemes }: SecuredContract, config: SecurityConfig, custom: CustomSchemes): Findings {
  const findings: Findings = { problems: [], warnings: [] };
  for (const name of Object.keys(custom).filter((each) => !Object.hasOwn(securitySchemes, each)))
    findings.problems.push({
      subject: name,
      message: 'has a handler of the service, and the contract has no such scheme',
    });
  for (const { section, name, wants } of entriesOf(config)) {
    const scheme = own(securitySchemes, name);
    const path = `security.${section}${section === 'spiffe' ? '.schemes' : ''}.${name}`;
    if (scheme === undefined) {
      const near = nearestKey(name, Object.keys(securitySchemes));
      findings.warnings.push(
        `${path} has no effect: no such scheme${near === undefined ? '' : `, did you mean ${near}?`}`,
      );
      continue;
    }
    if (Object.hasOwn(custom, name)) {
      findings.problems.push({ subject: path, message: 'stands beside a handler of the service: remove one' });
      continue;
    }
    const kind = kindOf(scheme);
    if (kind === undefined) continue;
    if (!sectionsOf[kind].includes(section) || (wants !== undefined && wants !== kind)) {
      findings.problems.push({
        subject: path,
        message: `does not fit ${describe(scheme)}`,
        yaml: yamlFor(scheme, kind),
      });
      continue;
    }
    const unfit = unfitKey(section, scheme, config);
    if (unfit !== undefined) findings.problems.push({ subject: `${path}.${unfit.key}`, message: unfit.message });
  }
  return findings;
}

interface UnfitKey {
  readonly key: string;
  readonly message: string;
}

/** A key of a section that fits the scheme by its kind, but not by what the contract says. */
function unfitKey(section: Section, scheme: SecurityScheme, config: SecurityConfig): UnfitKey | undefined {
  const { name } = scheme;
  if (section === 'api_keys' || section === 'remote_api_keys') {
    const keys = section === 'api_keys' ? own(config.apiKeys, name) : own(config.remoteApiKeys, name);
    if (keys?.headerName === undefined || (scheme.type === 'apiKey' && scheme.in === 'header')) return undefined;
    return { key: 'header_name', message: `does not fit ${describe(scheme)}: remove it` };
  }
  if (section === 'spiffe') return unfitSvids(scheme, config);
  if (section !== 'oidc') return undefined;
  if (own(config.jwks, name) !== undefined)
    return { key: 'issuer', message: 'stands beside security.jwks: remove one' };
  if (own(config.oidc, name)?.issuer !== undefined) return undefined;
  if (scheme.type !== 'openIdConnect') return { key: 'issuer', message: `is required for ${describe(scheme)}` };
  if (/^https:\/\/.+\/\.well-known\/openid-configuration$/.test(scheme.openIdConnectUrl)) return undefined;
  return { key: 'issuer', message: `is required: the contract's openIdConnectUrl is no address of discovery` };
}

/** Tokens are for somebody, certificates are not; and one scheme has one judge. */
function unfitSvids({ type, name }: SecurityScheme, config: SecurityConfig): UnfitKey | undefined {
  const isToken = type !== 'mutualTLS';
  const hasAudience = own(config.spiffe?.schemes ?? {}, name)?.audience !== undefined;
  if (isToken !== hasAudience) {
    return { key: 'audience', message: isToken ? 'is required for tokens' : 'is not for certificates: remove it' };
  }
  const judges: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    jwks: config.jwks,
    oidc: config.oidc,
    mutual_tls: config.mutualTls,
  };
  const other = Object.keys(judges).find((each) => own(judges[each] ?? {}, name) !== undefined);
  return other === undefined ? undefined : { key: 'allow', message: `stands beside security.${other}: remove one` };
}

interface ConfiguredScheme {
  readonly section: Section;
  readonly name: string;
  /** What a development credential says about the scheme it is for. */
  readonly wants?: Kind;
}

function entriesOf(config: SecurityConfig): readonly ConfiguredScheme[] {
  const {
    apiKeys,
    remoteApiKeys,
    jwks,
    oidc,
    introspection,
    basic,
    mutualTls,
    spiffe,
    webhookSignatures,
    development,
  } = config;
  const sections = {
    api_keys: apiKeys,
    remote_api_keys: remoteApiKeys,
    jwks,
    oidc,
    introspection,
    basic,
    mutual_tls: mutualTls,
    spiffe: spiffe?.schemes ?? {},
    webhook_signatures: webhookSignatures,
  };
  return [
    ...Object.entries(sections).flatMap(([section, entries]) =>
      // The names above are those of sections.
      Object.keys(entries).map((name) => ({ section: section as Section, name })),
    ),
    ...Object.entries(development).map(([name, credential]) => {
      return { section: 'development' as const, name, wants: kindOfCredential(credential) };
    }),
  ];
}

function kindOfCredential({ key, token, loopback, webhookSecret }: DevelopmentCredential): Kind {
  if (webhookSecret !== undefined) return 'webhook';
  if (loopback) return 'mutualTLS';
  if (key !== undefined) return 'apiKey';
  return token !== undefined ? 'bearer' : 'basic';
}

function some(operations: readonly string[]): string {
  const [first, second, ...others] = operations;
  const named = second === undefined ? `${first}` : `${first}, ${second}`;
  return others.length === 0 ? named : `${named} and ${others.length} more`;
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
