import type { SecuritySchemeInfo } from '@brrt/dashboard';
import { isWebhookScheme } from '@brrt/router-core/webhooks';
import type { SecurityScheme } from '@brrt/service-model';
import type { LoadedContract } from './loaded-contract.ts';

/** The schemes that operations ask for, and what the development configuration has for them. Never a credential. */
export async function describeSecurity({
  model,
  config,
  certificate,
}: LoadedContract): Promise<readonly SecuritySchemeInfo[]> {
  const development = (await config())?.security.development ?? {};
  const shown = Object.values(model.securitySchemes).some(isCertificate) ? await certificate() : undefined;
  const required = model.operations.flatMap(({ security }) => security.flat());
  const scopes = Map.groupBy(required, ({ scheme }) => scheme);
  return Object.entries(model.securitySchemes)
    .filter(([name]) => scopes.has(name))
    .map(([name, scheme]) => ({
      name,
      ...describeScheme(scheme),
      ...(isCertificate(scheme) && shown === undefined && { unusable: noCertificate }),
      ...(isWebhookScheme(scheme) && { unusable: noSignature }),
      scopes: [...new Set([...declaredScopes(scheme), ...(scopes.get(name) ?? []).flatMap((each) => each.scopes)])],
      ...(scheme.description !== undefined && { description: scheme.description }),
      hasDevelopmentCredential: isCertificate(scheme)
        ? shown !== undefined
        : Object.hasOwn(development, name) && !isWebhookScheme(scheme),
      ...(Object.hasOwn(development, name) && takesTokens(scheme) && { mintsTokens: true }),
    }));
}

const noSignature = 'The console signs no webhooks: the sender has the key';

const noCertificate =
  'The console has no client certificate to show: no app of the workspace has one in clients.<service>.tls';

function isCertificate({ type }: SecurityScheme): boolean {
  return type === 'mutualTLS';
}

type Kind = Pick<SecuritySchemeInfo, 'type' | 'scheme' | 'in' | 'parameterName' | 'bearerFormat'>;

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
