import type { SecurityConfig } from '@brrt/router-core/config';
import type { SecurityHandler } from '@brrt/router-core/ports';
import type { ClientAddress } from './admission/client-address.ts';
import type { SecurityScheme } from './contract.ts';
import { type BindingOptions, createBindingCheck } from './dpop/create-binding-check.ts';
import { createTokenChallenge } from './dpop/dpop-challenge.ts';
import { createBearerHandler } from './schemes/create-bearer-handler.ts';
import { createJwtSvidVerifier } from './spiffe/create-jwt-svid-verifier.ts';
import type { Spiffe } from './spiffe/create-spiffe.ts';
import { createDevelopmentVerifier } from './tokens/create-development-verifier.ts';
import { createIntrospectionVerifier } from './tokens/create-introspection-verifier.ts';
import { createJwksVerifier, createOidcVerifier } from './tokens/create-jwt-verifier.ts';
import type { TokenVerifier } from './tokens/token-verifier.ts';
import { createInquiry } from './upstream/create-inquiry.ts';

/** What schemes with access tokens need that is no part of `security` in the configuration. */
export interface TokenSurroundings extends Pick<BindingOptions, 'replayStore' | 'externalUrl'> {
  readonly spiffe: Spiffe | undefined;
  readonly addressOf: ClientAddress;
}

/** Verifies access tokens of a scheme by all that is configured for it; undefined when that is nothing. */
export function createTokenHandler(
  scheme: SecurityScheme,
  config: SecurityConfig,
  surroundings: TokenSurroundings,
): SecurityHandler | undefined {
  const { name } = scheme;
  const { replayStore, externalUrl } = surroundings;
  const verifiers = createVerifiers(scheme, config, surroundings);
  const development = own(config.development, name);
  if (verifiers.length === 0 && development === undefined) return undefined;
  const { mode, nonceSecret } = bindingOf(config, name);
  return createBearerHandler({
    scheme,
    verifiers,
    checkBinding: createBindingCheck({ mode, nonceSecret, externalUrl, replayStore }),
    challenge: createTokenChallenge(name, mode),
    development,
  });
}

type BindingMode = Pick<BindingOptions, 'mode' | 'nonceSecret'>;

/** The strictest of what the sections of one scheme say. */
export function bindingOf(config: SecurityConfig, name: string): BindingMode {
  const sections = [own(config.jwks, name), own(config.oidc, name), own(config.introspection, name)];
  const modes = sections.flatMap((section) => section?.dpop ?? []);
  const [nonceSecret] = sections.flatMap((section) => section?.dpopNonceSecret ?? []);
  return {
    mode: modes.includes('required') ? 'required' : modes[0],
    nonceSecret,
  };
}

/** JSON Web Tokens first: who can be judged here is not asked about elsewhere. */
function createVerifiers(
  scheme: SecurityScheme,
  config: SecurityConfig,
  { spiffe, addressOf }: TokenSurroundings,
): readonly TokenVerifier[] {
  const { name } = scheme;
  const { refusedCredentials, inquiries } = config;
  const refusals = { scheme: name, config: refusedCredentials, kind: 'introspection', addressOf } as const;
  const svids = own(config.spiffe?.schemes ?? {}, name);
  const shared = scheme.type === 'openIdConnect' ? undefined : config.propelauth;
  const oidc = own(config.oidc, name);
  const jwks = own(config.jwks, name) ?? (oidc === undefined && svids === undefined ? shared : undefined);
  const introspection = own(config.introspection, name);
  const openIdConnectUrl = scheme.type === 'openIdConnect' ? scheme.openIdConnectUrl : undefined;
  // Production has no development credentials: it knows of no such issuer.
  const minted = own(config.development, name) === undefined ? undefined : createDevelopmentVerifier();
  return [
    ...(minted === undefined ? [] : [minted]),
    ...(jwks === undefined ? [] : [createJwksVerifier(jwks)]),
    ...(oidc === undefined ? [] : [createOidcVerifier(oidc, openIdConnectUrl)]),
    ...(svids === undefined || spiffe === undefined ? [] : [createJwtSvidVerifier(svids, spiffe)]),
    ...(introspection === undefined
      ? []
      : [createIntrospectionVerifier(introspection, createInquiry({ ...refusals, inquiries }))]),
  ];
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
