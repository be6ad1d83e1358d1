import { nearestName } from '../parse/nearest-name.ts';
import { componentPart } from '../parse/parts.ts';
import { type BuildContext, buildWithin } from './build-context.ts';
import { credentialClashes } from './credential-field.ts';
import {
  definedFields,
  extensionsOf,
  fieldOf,
  isJsonObject,
  listField,
  objectEntries,
  objectField,
  stringField,
} from './fields.ts';
import type { JsonObject } from './json.ts';
import { resolveObject } from './resolve-object.ts';
import type { OAuth2Scheme, SecurityScheme } from './security-scheme.ts';
import type { SecurityRequirement } from './service-model.ts';

/** `components.securitySchemes` by name (OpenAPI 3.1 §4.8.27). */
export function buildSecuritySchemes(
  document: JsonObject,
  context: BuildContext,
): Readonly<Record<string, SecurityScheme>> {
  return Object.fromEntries(
    Object.entries(writtenSchemes(document)).flatMap(([name, value]) => {
      const scheme = resolveObject(value, context);
      const own = buildWithin(componentPart('securitySchemes', name), context);
      const built = scheme === undefined ? undefined : buildScheme(name, scheme, own);
      return built === undefined ? [] : [[name, built]];
    }),
  );
}

function writtenSchemes(document: JsonObject): JsonObject {
  return objectField(objectField(document, 'components') ?? {}, 'securitySchemes') ?? {};
}

/** The requirements of an operation or document (OpenAPI 3.1 §4.8.30); `undefined` when it says nothing. */
export function buildSecurity(
  owner: JsonObject,
  schemes: Readonly<Record<string, SecurityScheme>>,
  context: BuildContext,
): readonly SecurityRequirement[] | undefined {
  if (fieldOf(owner, 'security') === undefined) return undefined;
  return listField(owner, 'security')
    .filter(isJsonObject)
    .map((requirement) => {
      checkFields(requirement, schemes, context);
      return Object.keys(requirement).map((scheme) => {
        const scopes = listField(requirement, scheme).filter((scope) => typeof scope === 'string');
        checkRequirement({ requirement, scheme, scopes }, schemes, context);
        return { scheme, scopes };
      });
    });
}

function checkFields(
  requirement: JsonObject,
  schemes: Readonly<Record<string, SecurityScheme>>,
  context: BuildContext,
): void {
  for (const { schemes: clashing, field } of credentialClashes(Object.keys(requirement), schemes)) {
    const [other, name] = clashing;
    context.report.warning({
      at: context.sources.locate(requirement, name),
      code: 'conflicting-credentials',
      message: `The schemes "${other}" and "${name}" both take ${field}, which a request has once`,
      hint: 'A request that satisfies one of them fails the other; where either is enough, write them as two requirements',
    });
  }
}

interface Requirement {
  readonly requirement: JsonObject;
  readonly scheme: string;
  readonly scopes: readonly string[];
}

function checkRequirement(
  { requirement, scheme, scopes }: Requirement,
  schemes: Readonly<Record<string, SecurityScheme>>,
  context: BuildContext,
): void {
  const at = context.sources.locate(requirement, scheme);
  context.report.needs(componentPart('securitySchemes', scheme));
  const declared = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  // One that cannot be read has a finding of its own.
  if (declared === undefined && Object.hasOwn(writtenSchemes(context.document), scheme)) return;
  if (declared === undefined) {
    const near = nearestName(scheme, Object.keys(schemes));
    const mend = near === undefined ? 'declare it under components.securitySchemes' : `did you mean "${near}"?`;
    const hint = `No request can satisfy it; ${mend}`;
    context.report.warning({
      at,
      code: 'unknown-security-scheme',
      message: `There is no security scheme "${scheme}"`,
      hint,
    });
    return;
  }
  if (declared.type !== 'oauth2') return;
  for (const scope of scopes.filter((name) => !Object.hasOwn(declared.scopes, name))) {
    context.report.warning({
      at,
      code: 'undeclared-scope',
      message: `The scheme "${scheme}" declares no scope "${scope}"`,
      hint: 'It is required all the same',
    });
  }
}

const types: readonly string[] = ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS'];

/** A scheme whose type is one of HTTP, as Swagger 2.0 had it, or one of OpenAPI in another case, as it was meant. */
function readScheme(scheme: JsonObject, context: BuildContext): JsonObject {
  const written = stringField(scheme, 'type');
  if (written === undefined || types.includes(written)) return scheme;
  const lower = written.toLowerCase();
  const meant = types.find((type) => type.toLowerCase() === lower);
  if (meant === undefined && lower !== 'basic' && lower !== 'bearer') return scheme;
  const read: JsonObject = meant === undefined ? { type: 'http', scheme: lower } : { type: meant };
  context.report.warning({
    at: context.sources.locate(scheme, 'type'),
    code: 'invalid-security-scheme',
    message: `"${written}" is no type of a security scheme`,
    hint: meant === undefined ? `It is read as "type: http" with "scheme: ${lower}"` : `It is read as "${meant}"`,
  });
  return context.sources.inherit({ ...scheme, ...read }, scheme);
}

function buildScheme(name: string, written: JsonObject, context: BuildContext): SecurityScheme | undefined {
  const scheme = readScheme(written, context);
  const base = {
    name,
    ...definedFields<Pick<SecurityScheme, 'description'>>({ description: stringField(scheme, 'description') }),
    extensions: extensionsOf(scheme),
    source: context.sources.locate(scheme),
  };
  const type = stringField(scheme, 'type');
  switch (type) {
    case 'apiKey': {
      const place = stringField(scheme, 'in');
      const parameterName = stringField(scheme, 'name');
      if (place !== 'header' && place !== 'query' && place !== 'cookie')
        return invalid(scheme, '"in" of an apiKey scheme is header, query or cookie', context);
      if (parameterName === undefined)
        return invalid(scheme, 'An apiKey scheme needs the "name" of its parameter', context);
      return { ...base, type, in: place, parameterName };
    }
    case 'http': {
      const authentication = stringField(scheme, 'scheme');
      if (authentication === undefined)
        return invalid(scheme, 'An http scheme needs a "scheme" such as bearer', context);
      return {
        ...base,
        type,
        scheme: authentication.toLowerCase(),
        ...definedFields<{ bearerFormat: string }>({ bearerFormat: stringField(scheme, 'bearerFormat') }),
      };
    }
    case 'oauth2':
      return { ...base, type, scopes: scopesOf(scheme) };
    case 'openIdConnect':
      return { ...base, type, openIdConnectUrl: readDiscovery(scheme, context) };
    case 'mutualTLS':
      return { ...base, type };
    default:
      return invalid(
        scheme,
        `The type of a security scheme is apiKey, http, oauth2, openIdConnect or mutualTLS, not "${type}"`,
        context,
      );
  }
}

function readDiscovery(scheme: JsonObject, context: BuildContext): string {
  const url = stringField(scheme, 'openIdConnectUrl');
  if (url !== undefined) return url;
  context.report.warning({
    at: context.sources.locate(scheme),
    code: 'missing-field',
    message: 'An openIdConnect scheme needs its "openIdConnectUrl"',
    hint: 'Its keys are those of the configuration',
  });
  return '';
}

function invalid(scheme: JsonObject, message: string, context: BuildContext): undefined {
  const key = fieldOf(scheme, 'type') === undefined ? undefined : 'type';
  context.report.error({ at: context.sources.locate(scheme, key), code: 'invalid-security-scheme', message });
  return undefined;
}

function scopesOf(scheme: JsonObject): OAuth2Scheme['scopes'] {
  const scopes = objectEntries(scheme, 'flows').flatMap(([, flow]) =>
    Object.entries(objectField(flow, 'scopes') ?? {}),
  );
  return Object.fromEntries(scopes.map(([scope, description]) => [scope, String(description)]));
}
