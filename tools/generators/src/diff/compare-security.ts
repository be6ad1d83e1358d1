import type { SecurityRequirement, SecurityScheme, ServiceModel } from '@brrt/service-model';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { requestWitness } from './witness.ts';

/** What opened an operation has to open it still: each old alternative holds all that some new one asks for. */
export function compareSecurity(pair: OperationPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = pair;
  const models = [context.old.model, context.fresh.model] as const;
  const alternatives = alternativesOf(old.security);
  const kept = alternatives.map((alternative) => opens(alternative, fresh.security, models));
  const common = { direction: 'request', part: 'security', old: old.source, new: fresh.source } as const;
  const content = [describeSecurity(old.security, models[0]), describeSecurity(fresh.security, models[1])];
  const changed = changedSchemes(models);
  const shut = alternatives[kept.indexOf('no')];
  const found = shut ?? alternatives[kept.indexOf('perhaps')];
  if (found !== undefined) {
    const words = wordsFor(found, models[0], changed);
    const now = fresh.security.map((alternative) => wordsFor(alternative, models[1], changed)).join(', or ');
    const change = { ...common, id: 'security-narrowed', content } as const;
    if (shut === undefined) {
      const text = `${words} opens it only where it is taken for ${now} as well: it is sent alike`;
      return [{ ...change, level: 'unknown', text }];
    }
    const witness = requestWitness({ ...old, security: shut.length === 0 ? [] : [shut] }, context);
    const text = `${words} does not open it any more: it asks for ${now}`;
    return [{ ...change, level: 'breaking', text, ...(witness && { witness }) }];
  }
  const more = alternativesOf(fresh.security).some(
    (alternative) => opens(alternative, old.security, [models[1], models[0]]) !== 'surely',
  );
  return more
    ? [{ ...common, id: 'security-widened', level: 'compatible', text: 'more opens it than before', content }]
    : [];
}

function alternativesOf(security: readonly SecurityRequirement[]): readonly SecurityRequirement[] {
  return security.length === 0 ? [[]] : security;
}

/** `perhaps`: what is asked for is sent alike under another name, and whether the same credentials are taken no contract says. */
type Opening = 'surely' | 'perhaps' | 'no';

function opens(
  given: SecurityRequirement,
  asked: readonly SecurityRequirement[],
  models: readonly [ServiceModel, ServiceModel],
): Opening {
  const isHeld =
    (fits: typeof isSame) =>
    ({ scheme, scopes }: SecurityRequirement[number]): boolean =>
      given.some((held) => fits(held.scheme, scheme, models) && scopes.every((scope) => held.scopes.includes(scope)));
  const isOpen = (fits: typeof isSame): boolean =>
    alternativesOf(asked).some((alternative) => alternative.every(isHeld(fits)));
  if (isOpen(isSame)) return 'surely';
  return isOpen(isAlike) ? 'perhaps' : 'no';
}

/** A scheme by its name; one that asks the same in its place is the same by another name. */
function isSame(held: string, asked: string, [from, to]: readonly [ServiceModel, ServiceModel]): boolean {
  const isRenamed = !Object.hasOwn(to.securitySchemes, held) && !Object.hasOwn(from.securitySchemes, asked);
  return isAlike(held, asked, [from, to]) && (held === asked || isRenamed);
}

/** On the wire. */
function isAlike(held: string, asked: string, [from, to]: readonly [ServiceModel, ServiceModel]): boolean {
  return meaningOf(from, held) === meaningOf(to, asked);
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
    default:
      return [scheme.type];
  }
}

/** RFC 6750 §2.1: a token in the header `Authorization`, wherever it is had. */
export function isToken(scheme: SecurityScheme): boolean {
  const { type } = scheme;
  return type === 'oauth2' || type === 'openIdConnect' || (type === 'http' && scheme.scheme === 'bearer');
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
  return scheme.type === 'http' ? scheme.scheme : scheme.type;
}

/** Alternatives by what they ask of a request, whatever their schemes are called. */
export function describeSecurity(security: readonly SecurityRequirement[], model: ServiceModel): unknown {
  return security.map((alternative) => alternative.map(({ scheme, scopes }) => [meaningOf(model, scheme), scopes]));
}
