import type { JsonObject } from '../model/json.ts';
import { isObject } from '../parse/is-object.ts';
import { keepFields, type SwaggerContext } from './swagger-context.ts';

const flows: ReadonlyMap<string, string> = new Map([
  ['implicit', 'implicit'],
  ['password', 'password'],
  ['application', 'clientCredentials'],
  ['accessCode', 'authorizationCode'],
]);

/** A security definition of Swagger 2.0. */
export function upgradeSecurityScheme(scheme: JsonObject, context: SwaggerContext): JsonObject {
  const kept = keepFields(scheme, ['description']);
  const made = { ...kept, ...schemeFields(scheme, context) };
  return context.bundle.sources.inherit(made, scheme);
}

function schemeFields(scheme: JsonObject, context: SwaggerContext): JsonObject {
  if (scheme.type === 'basic') return { type: 'http', scheme: 'basic' };
  if (scheme.type !== 'oauth2') return keepFields(scheme, ['type', 'name', 'in']);
  const flow = flows.get(String(scheme.flow));
  if (flow === undefined) {
    const { report, sources } = context.bundle;
    const message = `The flow of an oauth2 definition is ${[...flows.keys()].join(', ')}`;
    report.warning({
      at: sources.locate(scheme, 'flow'),
      code: 'unknown-flow',
      message,
      hint: 'It is read as accessCode',
    });
  }
  const scopes = isObject(scheme.scopes) ? scheme.scopes : {};
  return {
    type: 'oauth2',
    flows: { [flow ?? 'authorizationCode']: { ...keepUrls(scheme), scopes } },
  };
}

function keepUrls({ authorizationUrl, tokenUrl }: JsonObject): JsonObject {
  return {
    ...(authorizationUrl === undefined ? {} : { authorizationUrl }),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
  };
}
