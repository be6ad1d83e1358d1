import type { JsonObject, JsonSchema, JsonValue } from '@brrt/service-model';
import type { ComponentSurvey } from './component-survey.ts';
import { declaredValues, type Question } from './declared-values.ts';
import type { Discriminator } from './discriminator.ts';

const none: ReadonlySet<string> = new Set();

interface WrittenUnion extends Pick<Discriminator, 'keyword' | 'propertyName'> {
  readonly branches: readonly JsonSchema[];
  readonly mapping: JsonObject;
  readonly defaultMapping: JsonValue | undefined;
}

/**
 * What the discriminator beside an `anyOf` or `oneOf` says; undefined where there is none that can be read.
 * `open` are components that are being looked at: no union is asked about itself.
 */
export function readDiscriminator(
  survey: ComponentSurvey,
  schema: JsonObject,
  open: ReadonlySet<string> = none,
): Discriminator | undefined {
  const union = writtenUnion(schema);
  if (union === undefined) return undefined;
  const { keyword, propertyName, defaultMapping } = union;
  const targets = union.branches.map((branch) => survey.target(branch));
  const branchOf = (reference: JsonValue): number =>
    targets.indexOf(survey.target({ $ref: String(reference) }) ?? String(reference));
  const mapped = Object.entries(union.mapping).map(([value, to]): [string, number] => [value, branchOf(to)]);
  const explicit = mapped.filter(([, branch]) => branch >= 0);
  const names = targets.map((target, index) => {
    const values = explicit.filter(([, branch]) => branch === index).map(([value]) => value);
    return values.length > 0 || target === undefined ? values : [target];
  });
  const fallback = defaultMapping === undefined ? -1 : branchOf(defaultMapping);
  const question = { survey, property: propertyName, open, readUnion: readDiscriminator };
  const own = ownValues(question, union.branches, names);
  const table = (own ?? names).flatMap((values, index) => values.map((value): [string, number] => [value, index]));
  return {
    keyword,
    propertyName,
    branches: table,
    ...(fallback < 0 ? {} : { fallback }),
    decides: own !== undefined && table.length > 0,
  };
}

function writtenUnion(schema: JsonObject): WrittenUnion | undefined {
  const { discriminator, oneOf, anyOf } = schema;
  if (!isObject(discriminator)) return undefined;
  const { propertyName, mapping, defaultMapping } = discriminator;
  const keyword = Array.isArray(oneOf) ? 'oneOf' : 'anyOf';
  const branches = keyword === 'oneOf' ? oneOf : anyOf;
  if (typeof propertyName !== 'string' || !Array.isArray(branches)) return undefined;
  return { keyword, propertyName, branches, mapping: isObject(mapping) ? mapping : {}, defaultMapping };
}

/** The values of each branch; undefined where a branch for objects has none of its own, or two share one. */
function ownValues(
  question: Question,
  branches: readonly JsonSchema[],
  names: readonly (readonly string[])[],
): readonly (readonly string[])[] | undefined {
  const taken = new Set(names.flat());
  const values = branches.map((branch, index) => {
    if (!takesObjects(question.survey, branch)) return [];
    const own = names[index] ?? [];
    const declared = declaredValues(question, branch);
    if (declared === undefined) return own.length === 0 ? undefined : own;
    // Subtypes that share the property of their base are told apart by their names.
    const said = own.filter((value) => declared.values.has(value));
    if (declared.isUnion) return [...declared.values];
    return said.length > 0 ? said : [...declared.values].filter((value) => own.length === 0 || !taken.has(value));
  });
  if (!values.every((list) => list !== undefined)) return undefined;
  const all = values.flat();
  return new Set(all).size === all.length ? values : undefined;
}

function takesObjects(survey: ComponentSurvey, branch: JsonSchema): boolean {
  if (typeof branch === 'boolean') return branch;
  const target = survey.target(branch);
  const schema = target === undefined ? branch : survey.component(target);
  const types = typeof schema === 'object' ? schema.type : undefined;
  return types === undefined || [types].flat().includes('object');
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
