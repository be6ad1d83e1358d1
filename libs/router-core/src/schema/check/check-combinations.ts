import type { JsonObject, JsonSchema } from '@brrt/service-model';
import type { Discriminator } from '../discriminator.ts';
import { printString } from '../print-string.ts';
import { type CheckPlace, type CheckWriter, hasProperty, isObjectCode, property } from './check-writer.ts';

/** The keywords that apply other schemas to the same value (JSON Schema 2020-12 §10.2). */
export function checkCombinations(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  return [
    typeof schema.$ref === 'string' ? `if(!${writer.call(schema.$ref, place)})${place.fail};` : '',
    ...schemasOf(schema.allOf).map((member) => writer.check(member, place)),
    schema.anyOf === undefined ? '' : checkAny(writer, unionOf(schema, 'anyOf'), place),
    schema.oneOf === undefined ? '' : checkOne(writer, unionOf(schema, 'oneOf'), place),
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

interface Union {
  readonly branches: readonly JsonSchema[];
  /** Where a value may choose its branch by itself. */
  readonly discriminator: Discriminator | undefined;
}

function unionOf(schema: JsonObject, keyword: 'anyOf' | 'oneOf'): Union {
  // `rewriteSchema` writes this shape.
  const discriminator = schema.discriminator as Discriminator | undefined;
  const decides = discriminator?.decides === true && discriminator.keyword === keyword;
  return { branches: schemasOf(schema[keyword]), discriminator: decides ? discriminator : undefined };
}

/** Code before the attempts, and around each of them. */
interface Choice {
  readonly before: string;
  readonly only: (index: number, code: string) => string;
}

/** The other branches are passed over once the value has chosen one. */
function chooseBranch(writer: CheckWriter, { discriminator }: Union, { value, fail }: CheckPlace): Choice {
  if (discriminator === undefined) return { before: '', only: (_index, code) => code };
  const { propertyName, branches, fallback } = discriminator;
  const chosen = writer.name('s');
  const given = property(value, propertyName);
  // One after the other: thousands of branches inside each other would be too deep for a parser.
  const choices = [...Map.groupBy(branches, ([, index]) => index)].map(([index, pairs]) => {
    const isNamed = pairs.map(([name]) => `${given}===${printString(name)}`).join('||');
    return `if(${isNamed})${chosen}=${index};`;
  });
  const unknown = fallback === undefined ? `if(${chosen}<-1)${fail};` : '';
  // With a fallback every object has a branch.
  const asks = `${isObjectCode(value)}${fallback === undefined ? `&&typeof ${given}==="string"` : ''}`;
  return {
    before: `let ${chosen}=-1;if(${asks}){${chosen}=${fallback ?? -2};${choices.join('')}${unknown}}`,
    only: (index, code) => `if(${chosen}<0||${chosen}===${index}){${code}}`,
  };
}

function checkAny(writer: CheckWriter, union: Union, place: CheckPlace): string {
  const { branches, discriminator } = union;
  const { before, only } = chooseBranch(writer, union, place);
  if (place.evaluated === undefined) {
    if (discriminator === undefined && branches.includes(true)) return '';
    const label = writer.name('u');
    const attempts = branches.map((branch, index) => only(index, attempt(writer, branch, place, `break ${label};`)));
    return `${before}${label}:{${attempts.join('')}${place.fail};}`;
  }
  // Every branch that fits evaluates, so every one is tried.
  const fits = writer.name('f');
  const attempts = branches.map((branch, index) =>
    only(index, `{${attemptEvaluating(writer, branch, place, `${fits}=true;`)}}`),
  );
  return `${before}let ${fits}=false;${attempts.join('')}if(!${fits})${place.fail};`;
}

function checkOne(writer: CheckWriter, union: Union, place: CheckPlace): string {
  const { before, only } = chooseBranch(writer, union, place);
  const count = writer.name('c');
  const attempts = union.branches.map((branch, index) => {
    const fits = index === 0 ? `${count}=1;` : `if(++${count}>1)${place.fail};`;
    return only(index, `{${attemptEvaluating(writer, branch, place, fits)}}`);
  });
  return `${before}let ${count}=0;${attempts.join('')}if(${count}!==1)${place.fail};`;
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
