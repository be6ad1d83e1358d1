import type { JsonSchema } from '@brrt/service-model';
import type { Discriminator } from '../discriminator.ts';
import { addEvaluated, noteEvaluated } from '../keywords/evaluated.ts';
import { askedBranch, explainUnion, unknownDiscriminator } from './explain-union.ts';
import { hasProperty, type Inspection, isJsonObject, report, type Spot } from './inspection.ts';
import type { SchemaError } from './schema-error.ts';

export function inspectReference(id: string, { inspector, spot }: Inspection): void {
  inspector.inspectReference(id, spot);
}

export function inspectAllOf(members: readonly JsonSchema[], { inspector, spot }: Inspection): void {
  for (const member of members) inspector.inspect(member, spot);
}

/** The errors by a schema on its own; what it evaluated counts only when there are none. */
function attempt(schema: JsonSchema, { inspector, spot }: Inspection): SchemaError[] {
  const evaluated = spot.evaluated === undefined ? undefined : noteEvaluated();
  const trial: Spot = { value: spot.value, path: spot.path, errors: [], evaluated };
  const fits = inspector.inspect(schema, trial);
  if (fits && spot.evaluated !== undefined && evaluated !== undefined) addEvaluated(spot.evaluated, evaluated);
  return trial.errors;
}

export function inspectAnyOf(branches: readonly JsonSchema[], inspection: Inspection): void {
  if (isDecided('anyOf', branches, inspection)) return;
  const failures = branches.map((branch) => attempt(branch, inspection));
  if (failures.some((errors) => errors.length === 0)) return;
  explain('anyOf', failures, inspection);
}

export function inspectOneOf(branches: readonly JsonSchema[], inspection: Inspection): void {
  if (isDecided('oneOf', branches, inspection)) return;
  const failures = branches.map((branch) => attempt(branch, inspection));
  const fitting = failures.filter((errors) => errors.length === 0);
  if (fitting.length === 0) explain('oneOf', failures, inspection);
  else if (fitting.length > 1) reportSeveral(fitting.length, inspection);
}

/** An object that says which branch it means fits one. */
function reportSeveral(passing: number, inspection: Inspection): void {
  const { value, path, errors } = inspection.spot;
  const union = discriminatorOf('oneOf', inspection);
  if (union?.decides === true && isJsonObject(value)) errors.push(unknownDiscriminator(path, union));
  else report(inspection, 'oneOf', { passing });
}

/** True when the value itself has chosen its branch, which then has been asked alone. */
function isDecided(keyword: 'anyOf' | 'oneOf', branches: readonly JsonSchema[], inspection: Inspection): boolean {
  const { inspector, spot } = inspection;
  const union = discriminatorOf(keyword, inspection);
  if (union?.decides !== true || !isJsonObject(spot.value)) return false;
  const { propertyName, fallback } = union;
  const isAsking = hasProperty(spot.value, propertyName) && typeof spot.value[propertyName] === 'string';
  const asked = isAsking || fallback !== undefined ? askedBranch(union, spot.value) : undefined;
  if (asked === undefined) return false;
  if (asked === 'unknown') spot.errors.push(unknownDiscriminator(spot.path, union));
  else inspector.inspect(branches[asked] ?? true, spot);
  return true;
}

function discriminatorOf(keyword: 'anyOf' | 'oneOf', { schema }: Inspection): Discriminator | undefined {
  // `rewriteSchema` writes this shape.
  const union = schema.discriminator as Discriminator | undefined;
  return union?.keyword === keyword ? union : undefined;
}

function explain(keyword: 'anyOf' | 'oneOf', branches: readonly SchemaError[][], inspection: Inspection): void {
  const { value, path, errors } = inspection.spot;
  const discriminator = discriminatorOf(keyword, inspection);
  errors.push(...explainUnion({ keyword, branches, value, path, ...(discriminator && { discriminator }) }));
}

export function inspectNot(schema: JsonSchema, inspection: Inspection): void {
  const { inspector, spot } = inspection;
  const fits = inspector.inspect(schema, { value: spot.value, path: spot.path, errors: [], evaluated: undefined });
  if (fits) report(inspection, 'not');
}

export function inspectCondition(condition: JsonSchema, inspection: Inspection): void {
  const { inspector, spot, schema } = inspection;
  const chosen = attempt(condition, inspection).length === 0 ? schema.then : schema.else;
  // Keywords of another shape have been left out.
  if (chosen !== undefined) inspector.inspect(chosen as JsonSchema, spot);
}

export function inspectDependentSchemas(
  map: Readonly<Record<string, JsonSchema>>,
  { inspector, spot }: Inspection,
): void {
  if (!isJsonObject(spot.value)) return;
  for (const [name, schema] of Object.entries(map)) {
    if (hasProperty(spot.value, name)) inspector.inspect(schema, spot);
  }
}

/** `rewriteSchema` leaves these keywords only where a property has no business in the message. */
export function inspectHidden(keyword: 'readOnly' | 'writeOnly') {
  return (_content: boolean, inspection: Inspection): void => report(inspection, keyword);
}
