import type { SchemaViolation } from '../ports/schema-compiler.ts';
import { describeError } from './describe-error.ts';
import { escapePointerToken, valueAtPointer } from './json-pointer.ts';

/** What an explaining validator leaves behind for one failed keyword. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Of a failed `anyOf` or `oneOf`; its branches' errors stand before it. */
interface UnionParams {
  /** Number of errors before the first branch. */
  readonly start: number;
  /** Number of errors after each branch. */
  readonly ends: readonly number[];
  /** Null when no branch fits, two indices when more than one does. */
  readonly passing: unknown;
  readonly discriminator?: {
    readonly propertyName: string;
    readonly branches: readonly (readonly [string, number])[];
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The errors of an explaining validator as violations, at most `limit`; of a union, those of the branch that was meant. */
export function explainErrors(errors: readonly SchemaError[], root: unknown, limit: number): SchemaViolation[] {
  const violations = new Map<string, SchemaViolation>();
  for (const error of select(errors, { from: 0, to: errors.length }, root)) {
    if (violations.size >= limit) break;
    const violation = toViolation(error);
    violations.set(`${violation.pointer} ${violation.keyword} ${violation.detail}`, violation);
  }
  return [...violations.values()];
}

/** The errors that matter in a span, in their order. */
function select(errors: readonly SchemaError[], { from, to }: Span, root: unknown): SchemaError[] {
  const selected: SchemaError[][] = [];
  for (let at = to - 1; at >= from; at -= 1) {
    const error = errors[at];
    if (error === undefined) break;
    const union = unionOf(error);
    if (union === undefined) {
      // `if` only repeats what `then` or `else` has said.
      if (error.keyword !== 'if') selected.push([error]);
      continue;
    }
    const spans = branchSpans(union, at);
    selected.push(explainUnion(errors, { error, union, spans }, root));
    at = spans[0]?.from ?? at;
  }
  return selected.reverse().flat();
}

function unionOf(error: SchemaError): UnionParams | undefined {
  const isUnion = (error.keyword === 'anyOf' || error.keyword === 'oneOf') && Array.isArray(error.params.ends);
  // Only `unionCode` writes `ends`, together with the rest.
  return isUnion ? (error.params as unknown as UnionParams) : undefined;
}

/** Indices of each branch's errors, given that of the union's own. */
function branchSpans({ start, ends }: UnionParams, own: number): Span[] {
  const first = own - ((ends.at(-1) ?? start) - start);
  return ends.map((end, index) => ({ from: first + (ends[index - 1] ?? start) - start, to: first + end - start }));
}

interface FailedUnion {
  readonly error: SchemaError;
  readonly union: UnionParams;
  readonly spans: readonly Span[];
}

function explainUnion(errors: readonly SchemaError[], failed: FailedUnion, root: unknown): SchemaError[] {
  const { error, union, spans } = failed;
  if (union.passing !== null) return [error];
  const named = branchByDiscriminator(failed, root);
  if (named === 'unknown' && union.discriminator !== undefined)
    return [unknownDiscriminator(error, union.discriminator)];
  const branches = spans.map((span) => select(errors, span, root));
  if (typeof named === 'number') return branches[named] ?? [error];
  const meant = branches.filter((branch) => !branch.some((inner) => isOfAnotherKind(inner, error.instancePath)));
  if (meant.length === 0) return [withTypes(error, branches.flat())];
  const [best = [], ...others] = meant.sort((left, right) => left.length - right.length);
  return others.length === 0 ? best : [error, ...best];
}

function branchByDiscriminator({ error, union }: FailedUnion, root: unknown): number | 'unknown' | undefined {
  if (union.discriminator === undefined) return undefined;
  const { propertyName, branches } = union.discriminator;
  const value = valueAtPointer(root, `${error.instancePath}/${escapePointerToken(propertyName)}`);
  const found = branches.find(([name]) => name === value);
  if (found !== undefined) return found[1];
  const holder = valueAtPointer(root, error.instancePath);
  return typeof holder === 'object' && holder !== null && !Array.isArray(holder) ? 'unknown' : undefined;
}

function unknownDiscriminator(
  { instancePath }: SchemaError,
  { propertyName, branches }: NonNullable<UnionParams['discriminator']>,
): SchemaError {
  return {
    instancePath: `${instancePath}/${escapePointerToken(propertyName)}`,
    keyword: 'discriminator',
    params: { allowedValues: branches.map(([name]) => name) },
  };
}

/** The branch was for another type of value, or for another variant of the object. */
function isOfAnotherKind(error: SchemaError, unionPath: string): boolean {
  if (error.instancePath === unionPath)
    return error.keyword === 'type' || error.keyword === 'const' || error.keyword === 'enum';
  const isDirectProperty = error.instancePath.lastIndexOf('/') === unionPath.length;
  return isDirectProperty && error.keyword === 'const';
}

function withTypes(error: SchemaError, inner: readonly SchemaError[]): SchemaError {
  const own = inner.filter((candidate) => candidate.instancePath === error.instancePath);
  if (own.length === 0 || own.some(({ keyword }) => keyword !== 'type')) return error;
  const types = own.flatMap(({ params }) => [params.type].flat());
  return { ...error, keyword: 'type', params: { type: [...new Set(types)] } };
}

const longestName = 64;

/** Names of hostile length or with control characters are not repeated to anybody. */
function isPresentable(token: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return token.length <= longestName && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/.test(token);
}

function toViolation(error: SchemaError): SchemaViolation {
  const { detail, property } = describeError(error);
  const path = property === undefined ? error.instancePath : `${error.instancePath}/${escapePointerToken(property)}`;
  return { pointer: presentablePointer(path), keyword: publicKeyword(error.keyword), detail };
}

const longestPointer = 1_000;

/** Cut after the last token that can be shown: the pointer then names something around the fault. */
function presentablePointer(pointer: string): string {
  const tokens = pointer.split('/');
  let length = 0;
  const end = tokens.findIndex((token) => {
    length += token.length + 1;
    return length > longestPointer || !isPresentable(token);
  });
  return end < 0 ? pointer : tokens.slice(0, end).join('/');
}

/** Ajv's name for the schema `false`. */
const publicKeyword = (keyword: string): string => (keyword === 'false schema' ? 'not' : keyword);
