import type { SecurityRequirement, SecurityScheme, ServiceModel } from '@brrt/service-model';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { requestWitness } from './witness.ts';

/** What opened an operation has to open it still: each old alternative holds all that some new one asks for. */
export function compareSecurity(pair: OperationPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = pair;
  const models = [context.old.model, context.fresh.model] as const;
  const shut = alternativesOf(old.security).filter((alternative) => !opens(alternative, fresh.security, models));
  const common = { direction: 'request', part: 'security', old: old.source, new: fresh.source } as const;
  const content = [describeSecurity(old.security, models[0]), describeSecurity(fresh.security, models[1])];
  const [first] = shut;
  if (first !== undefined) {
    const witness = requestWitness({ ...old, security: first.length === 0 ? [] : [first] }, context);
    const changed = changedSchemes(models);
    const now = fresh.security.map((alternative) => wordsFor(alternative, models[1], changed));
    const text = `${wordsFor(first, models[0], changed)} does not open it any more: it asks for ${now.join(', or ')}`;
    return [{ ...common, id: 'security-narrowed', level: 'breaking', text, content, ...(witness && { witness }) }];
  }
  const more = alternativesOf(fresh.security).some(
    (alternative) => !opens(alternative, old.security, [models[1], models[0]]),
  );
  return more
    ? [{ ...common, id: 'security-widened', level: 'compatible', text: 'more opens it than before', content }]
    : [];
}

function alternativesOf(security: readonly SecurityRequirement[]): readonly SecurityRequirement[] {
  return security.length === 0 ? [[]] : security;
}

function opens(
  given: SecurityRequirement,
  asked: readonly SecurityRequirement[],
  [from, to]: readonly [ServiceModel, ServiceModel],
): boolean {
  return alternativesOf(asked).some((alternative) =>
    alternative.every(({ scheme, scopes }) =>
      given.some(
        (held) => isSame(held.scheme, scheme, [from, to]) && scopes.every((scope) => held.scopes.includes(scope)),
      ),
    ),
  );
}

/** A scheme by its name; one that asks the same in its place is the same by another name. */
function isSame(held: string, asked: string, [from, to]: readonly [ServiceModel, ServiceModel]): boolean {
  const isRenamed = !Object.hasOwn(to.securitySchemes, held) && !Object.hasOwn(from.securitySchemes, asked);
  return meaningOf(from, held) === meaningOf(to, asked) && (held === asked || isRenamed);
}

/** What a scheme asks of a request, whatever it is called. */
function meaningOf({ securitySchemes }: ServiceModel, name: string): string {
  const scheme = Object.hasOwn(securitySchemes, name) ? securitySchemes[name] : undefined;
  return scheme === undefined ? `unknown ${name}` : JSON.stringify(asked(scheme));
}

function asked(scheme: SecurityScheme): readonly string[] {
  if (isToken(scheme)) return ['token'];
  switch (scheme.type) {
    case 'apiKey': {
      const { in: place, parameterName } = scheme;
      return [scheme.type, place, place === 'header' ? parameterName.toLowerCase() : parameterName];
    }
    case 'http':
      return [scheme.type, scheme.scheme];
    case 'openIdConnect':
      return [scheme.type, scheme.openIdConnectUrl];
    default:
      return [scheme.type];
  }
}

/** RFC 6750 §2.1: a token in the header `Authorization`, wherever it is had. */
export function isToken(scheme: SecurityScheme): boolean {
  return scheme.type === 'oauth2' || (scheme.type === 'http' && scheme.scheme === 'bearer');
}

/** Schemes of one name that ask for different things. */
function changedSchemes([old, fresh]: readonly [ServiceModel, ServiceModel]): ReadonlySet<string> {
  const names = Object.keys(old.securitySchemes).filter((name) => Object.hasOwn(fresh.securitySchemes, name));
  return new Set(names.filter((name) => meaningOf(old, name) !== meaningOf(fresh, name)));
}

function wordsFor(
  requirement: SecurityRequirement,
  { securitySchemes }: ServiceModel,
  changed: ReadonlySet<string>,
): string {
  if (requirement.length === 0) return 'no credential';
  const named = (name: string): string => {
    const scheme = changed.has(name) ? securitySchemes[name] : undefined;
    return scheme === undefined ? name : `${name} (${placeOf(scheme)})`;
  };
  return requirement
    .map(({ scheme, scopes }) => (scopes.length === 0 ? named(scheme) : `${named(scheme)} with ${scopes.join(' ')}`))
    .join(' and ');
}

function placeOf(scheme: SecurityScheme): string {
  if (scheme.type === 'apiKey') return `${scheme.in} ${scheme.parameterName}`;
  if (scheme.type === 'http') return scheme.scheme;
  return scheme.type === 'openIdConnect' ? scheme.openIdConnectUrl : scheme.type;
}

/** Alternatives by what they ask of a request, whatever their schemes are called. */
export function describeSecurity(security: readonly SecurityRequirement[], model: ServiceModel): unknown {
  return security.map((alternative) => alternative.map(({ scheme, scopes }) => [meaningOf(model, scheme), scopes]));
}
