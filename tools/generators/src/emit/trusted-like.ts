import type { JsonObject, JsonValue, SecurityScheme } from '@brrt/service-model';
import { isObject } from './json-schema.ts';

/**
 * The first of `bearing` whose tokens are of the same issuer as those of `scheme`. Where the contract names several, the tokens of
 * one must not pass as those of another; of which a scheme takes them that names none is anybody's guess: the first.
 */
export function trustedLike(
  scheme: SecurityScheme,
  bearing: readonly SecurityScheme[],
  document: JsonObject,
): SecurityScheme {
  const named = new Map(bearing.map((each) => [each, issuerOf(each, document)]));
  const [first] = [...named.values()].filter((url) => url !== undefined);
  const of = (each: SecurityScheme): string | undefined => named.get(each) ?? first;
  const like = bearing.find((each) => {
    const [one, other] = [of(each), of(scheme)];
    // Where tokens are had is not where their issuer describes itself.
    return one === other || (each.type !== scheme.type && one !== undefined && originOf(one) === originOf(other));
  });
  return like ?? scheme;
}

/** Where it describes itself, or where tokens are had; a URL, maybe a relative one. */
function issuerOf(scheme: SecurityScheme, document: JsonObject): string | undefined {
  if (scheme.type === 'openIdConnect') return scheme.openIdConnectUrl;
  if (scheme.type !== 'oauth2') return undefined;
  const declared = ['components', 'securitySchemes', scheme.name, 'flows'].reduce<JsonValue | undefined>(
    memberOf,
    document,
  );
  const flows = Object.keys(isObject(declared) ? declared : {}).map((name) => memberOf(declared, name));
  const urls = flows.map((flow) => memberOf(flow, 'tokenUrl') ?? memberOf(flow, 'authorizationUrl'));
  return urls.find((url) => typeof url === 'string');
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isObject(value) ? value[name] : undefined;
}

function originOf(url = ''): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
