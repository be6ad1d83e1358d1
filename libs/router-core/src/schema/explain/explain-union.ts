import type { Discriminator } from '../discriminator.ts';
import { escapePointerToken } from '../json-pointer.ts';
import { isJsonObject } from './inspection.ts';
import type { SchemaError } from './schema-error.ts';

/** An `anyOf` or `oneOf` of which no branch fits. */
export interface FailedUnion {
  readonly keyword: 'anyOf' | 'oneOf';
  readonly discriminator?: Discriminator;
  /** The errors of each branch. */
  readonly branches: readonly (readonly SchemaError[])[];
  readonly value: unknown;
  readonly path: string;
}

/** The errors of the branch that was meant, as far as that can be known. */
export function explainUnion(union: FailedUnion): readonly SchemaError[] {
  const { branches, discriminator, path } = union;
  const own: SchemaError = { instancePath: path, keyword: union.keyword, params: { passing: null } };
  const named = discriminator && askedBranch(discriminator, union.value);
  if (named === 'unknown' && discriminator !== undefined) return [unknownDiscriminator(path, discriminator)];
  if (typeof named === 'number') return branches[named] ?? [own];
  const meant = branches.filter((branch) => !branch.some((inner) => isOfAnotherKind(inner, path)));
  if (meant.length === 0) return [withTypes(own, branches.flat())];
  const [best = [], ...others] = meant.toSorted(nearestFirst(path));
  return others.length === 0 ? best : [own, ...best];
}

/** The branch that the value asks for; undefined where there is nothing that could ask. */
export function askedBranch(discriminator: Discriminator, value: unknown): number | 'unknown' | undefined {
  if (!isJsonObject(value)) return undefined;
  const { propertyName, branches, fallback } = discriminator;
  const given = Object.hasOwn(value, propertyName) ? value[propertyName] : undefined;
  return branches.find(([name]) => name === given)?.[1] ?? fallback ?? 'unknown';
}

/** The property of a discriminator with a value that no branch has. */
export function unknownDiscriminator(path: string, { propertyName, branches }: Discriminator): SchemaError {
  return {
    instancePath: `${path}/${escapePointerToken(propertyName)}`,
    keyword: 'discriminator',
    params: { allowedValues: branches.map(([name]) => name) },
  };
}

/** Which members a value has says most about what was meant, then of which types they are. */
function nearestFirst(path: string): (left: readonly SchemaError[], right: readonly SchemaError[]) => number {
  const strange = (errors: readonly SchemaError[]): number =>
    errors.filter(({ instancePath, keyword }) => instancePath === path && membership.has(keyword)).length;
  const distance = (errors: readonly SchemaError[]): number =>
    errors.length + errors.filter(({ keyword }) => keyword === 'type').length;
  return (left, right) => strange(left) - strange(right) || distance(left) - distance(right);
}

const membership: ReadonlySet<string> = new Set(['required', 'additionalProperties', 'unevaluatedProperties']);

/** The branch was for another type of value, or for another variant of the object. */
function isOfAnotherKind({ instancePath, keyword }: SchemaError, unionPath: string): boolean {
  if (instancePath === unionPath) return keyword === 'type' || keyword === 'const' || keyword === 'enum';
  const isDirectProperty = instancePath.lastIndexOf('/') === unionPath.length;
  return isDirectProperty && keyword === 'const';
}

function withTypes(error: SchemaError, inner: readonly SchemaError[]): SchemaError {
  const own = inner.filter((candidate) => candidate.instancePath === error.instancePath);
  if (own.length === 0 || own.some(({ keyword }) => keyword !== 'type')) return error;
  const types = own.flatMap(({ params }) => [params.type].flat());
  const isInexact = own.some(({ params }) => params.isInexact);
  return { ...error, keyword: 'type', params: { type: [...new Set(types)], isInexact } };
}
