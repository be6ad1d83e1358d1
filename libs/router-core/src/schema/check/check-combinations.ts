import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { type CheckPlace, type CheckWriter, hasProperty, isObjectCode } from './check-writer.ts';

/** The keywords that apply other schemas to the same value (JSON Schema 2020-12 §10.2). */
export function checkCombinations(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  return [
    typeof schema.$ref === 'string' ? `if(!${writer.call(schema.$ref, place)})${place.fail};` : '',
    ...schemasOf(schema.allOf).map((member) => writer.check(member, place)),
    schema.anyOf === undefined ? '' : checkAny(writer, schemasOf(schema.anyOf), place),
    schema.oneOf === undefined ? '' : checkOne(writer, schemasOf(schema.oneOf), place),
    schema.not === undefined ? '' : checkNot(writer, schema.not as JsonSchema, place),
    schema.if === undefined ? '' : checkCondition(writer, schema, place),
    checkDependentSchemas(writer, schema, place),
  ].join('');
}

function schemasOf(list: unknown): readonly JsonSchema[] {
  // Keywords of another shape have been left out.
  return (list ?? []) as readonly JsonSchema[];
}

/** A block that is left at its end when the value fits; `fits` runs then. */
function attempt(
  writer: CheckWriter,
  schema: JsonSchema,
  place: Pick<CheckPlace, 'value' | 'evaluated'>,
  fits: string,
): string {
  const label = writer.name('b');
  const code = writer.check(schema, { ...place, fail: `break ${label}` });
  return code === '' ? fits : `${label}:{${code}${fits}}`;
}

/** As `attempt`; what the schema evaluated counts only when the value fits. */
function attemptEvaluating(writer: CheckWriter, schema: JsonSchema, place: CheckPlace, fits: string): string {
  if (place.evaluated === undefined) return attempt(writer, schema, place, fits);
  const evaluated = writer.name('e');
  const merge = `${writer.runtime('addEvaluated')}(${place.evaluated},${evaluated});`;
  const code = attempt(writer, schema, { value: place.value, evaluated }, merge + fits);
  return `const ${evaluated}=${writer.runtime('noteEvaluated')}();${code}`;
}

function checkAny(writer: CheckWriter, branches: readonly JsonSchema[], place: CheckPlace): string {
  if (place.evaluated === undefined) {
    if (branches.includes(true)) return '';
    const label = writer.name('u');
    const attempts = branches.map((branch) => attempt(writer, branch, place, `break ${label};`));
    return `${label}:{${attempts.join('')}${place.fail};}`;
  }
  // Every branch that fits evaluates, so every one is tried.
  const fits = writer.name('f');
  const attempts = branches.map((branch) => `{${attemptEvaluating(writer, branch, place, `${fits}=true;`)}}`);
  return `let ${fits}=false;${attempts.join('')}if(!${fits})${place.fail};`;
}

function checkOne(writer: CheckWriter, branches: readonly JsonSchema[], place: CheckPlace): string {
  const count = writer.name('c');
  const attempts = branches.map((branch, index) => {
    const fits = index === 0 ? `${count}=1;` : `if(++${count}>1)${place.fail};`;
    return `{${attemptEvaluating(writer, branch, place, fits)}}`;
  });
  return `let ${count}=0;${attempts.join('')}if(${count}!==1)${place.fail};`;
}

function checkNot(writer: CheckWriter, schema: JsonSchema, place: CheckPlace): string {
  return attempt(writer, schema, { value: place.value, evaluated: undefined }, `${place.fail};`);
}

function checkCondition(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  const [condition, consequence = true, alternative = true] = [schema.if, schema.then, schema.else] as JsonSchema[];
  if (condition === undefined) return '';
  const otherwise = writer.check(alternative, place);
  const then = writer.check(consequence, place);
  if (then === '' && otherwise === '' && place.evaluated === undefined) return '';
  const label = writer.name('i');
  return `${label}:{${attemptEvaluating(writer, condition, place, `${then}break ${label};`)}${otherwise}}`;
}

function checkDependentSchemas(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  const { value } = place;
  const entries = Object.entries((schema.dependentSchemas ?? {}) as Readonly<Record<string, JsonSchema>>);
  const checks = entries.map(([name, dependent]) => {
    const code = writer.check(dependent, place);
    return code === '' ? '' : `if(${hasProperty(value, name)}){${code}}`;
  });
  const code = checks.join('');
  return code === '' ? '' : `if(${isObjectCode(value)}){${code}}`;
}
