import type { SecuritySchemeInfo } from '@brrt/dashboard';
import type { SecurityScheme } from '@brrt/service-model';
import type { LoadedContract } from './loaded-contract.ts';

/** The schemes that operations ask for, and what the development configuration has for them. Never a credential. */
export async function describeSecurity({ model, config }: LoadedContract): Promise<readonly SecuritySchemeInfo[]> {
  const development = (await config())?.security.development ?? {};
  const required = model.operations.flatMap(({ security }) => security.flat());
  const scopes = Map.groupBy(required, ({ scheme }) => scheme);
  return Object.entries(model.securitySchemes)
    .filter(([name]) => scopes.has(name))
    .map(([name, scheme]) => ({
      name,
      ...describeScheme(scheme),
      scopes: [...new Set([...declaredScopes(scheme), ...(scopes.get(name) ?? []).flatMap((each) => each.scopes)])],
      ...(scheme.description !== undefined && { description: scheme.description }),
      hasDevelopmentCredential: Object.hasOwn(development, name),
      ...(Object.hasOwn(development, name) && takesTokens(scheme) && { mintsTokens: true }),
    }));
}

type Kind = Pick<SecuritySchemeInfo, 'type' | 'scheme' | 'in' | 'parameterName' | 'bearerFormat' | 'unusable'>;

function describeScheme(scheme: SecurityScheme): Kind {
  switch (scheme.type) {
    case 'apiKey':
      return { type: scheme.type, in: scheme.in, parameterName: scheme.parameterName };
    case 'http':
      return {
        type: scheme.type,
        scheme: scheme.scheme,
        ...(scheme.bearerFormat !== undefined && { bearerFormat: scheme.bearerFormat }),
      };
    case 'mutualTLS':
      return { type: scheme.type, unusable: 'The console has no client certificate to show' };
    case 'oauth2':
    case 'openIdConnect':
      return { type: scheme.type };
  }
}

function takesTokens(scheme: SecurityScheme): boolean {
  if (scheme.type === 'http') return scheme.scheme === 'bearer';
  return scheme.type === 'oauth2' || scheme.type === 'openIdConnect';
}

function declaredScopes(scheme: SecurityScheme): readonly string[] {
  return scheme.type === 'oauth2' ? Object.keys(scheme.scopes) : [];
}
