import type { JsonSchema } from '@brrt/service-model';
import { checkSchema } from './check-schema.ts';
import type { CheckPlace, CheckWriter } from './check-writer.ts';
import { weightOf } from './weight-of.ts';

/** Larger schemas get a function of their own: engines do not optimise very long ones. */
const heaviestInline = 120;

/** The schemas that checks are written for, by identifier. */
export interface CheckSource {
  schema(id: string): JsonSchema;
  /** Whether values may hold `bigint`s. */
  isWide(): boolean;
  /** Whether a check of this schema, met again for the same value, would do work that multiplies with depth. */
  repeats(id: string): boolean;
}

/** Checks as code; functions that `print` was asked for before are known by their names and not printed again. */
export interface CheckPrinter {
  /** Code that declares what has become necessary, and the name of the function for the schema. */
  print(id: string): PrintedCheck;
}

export interface PrintedCheck {
  readonly name: string;
  readonly code: string;
  /** Names that the code declares: later code refers to them. */
  readonly declared: readonly string[];
}

interface Job {
  readonly name: string;
  readonly id: string | undefined;
  readonly schema: JsonSchema;
  readonly evaluates: boolean;
}

/** Functions `(value) => boolean` in the order in which they are found, each once. `runtime` is `schema-runtime.ts`. */
export function createCheckPrinter(source: CheckSource): CheckPrinter {
  const functions = new Map<string, string>();
  const constants = new Map<string, string>();
  const jobs: Job[] = [];
  let declarations: string[] = [];
  let declared: string[] = [];
  let names = 0;
  const name = (prefix: string): string => `${prefix}${names++}`;
  const declare = (prefix: string, code: string): string => {
    const made = name(prefix);
    declarations.push(`const ${made}=${code};`);
    declared.push(made);
    return made;
  };
  const functionFor = (key: string, job: Omit<Job, 'name'>): string => {
    const known = functions.get(key);
    if (known !== undefined) return known;
    const made = name('v');
    functions.set(key, made);
    jobs.push({ ...job, name: made });
    declared.push(made);
    return made;
  };
  const ofId = (id: string, evaluates: boolean): string =>
    functionFor(`${evaluates ? 'evaluating ' : ''}${id}`, { id, schema: source.schema(id), evaluates });
  const callOf = (made: string, { value, evaluated }: CheckPlace): string =>
    evaluated === undefined ? `${made}(${value})` : `${made}(${value},${evaluated})`;
  const writer: CheckWriter = {
    name,
    constant(code) {
      const made = constants.get(code) ?? declare('q', code);
      constants.set(code, made);
      return made;
    },
    isWide: source.isWide(),
    runtime: (function_) => `runtime.${function_}`,
    schema: source.schema,
    call: (id, place) => callOf(ofId(id, place.evaluated !== undefined), place),
    check(schema, place) {
      if (weightOf(schema) <= heaviestInline) return checkSchema(writer, schema, place);
      const evaluates = place.evaluated !== undefined;
      const made = functionFor(name('local '), { id: undefined, schema, evaluates });
      return `if(!${callOf(made, place)})${place.fail};`;
    },
  };
  return {
    print(id) {
      const made = ofId(id, false);
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
        declarations.push(printFunction(writer, job, source));
      }
      const printed = { name: made, code: declarations.join('\n'), declared };
      declarations = [];
      declared = [];
      return printed;
    },
  };
}

function printFunction(writer: CheckWriter, { name, id, schema, evaluates }: Job, source: CheckSource): string {
  const place: CheckPlace = { value: 'd', fail: 'return false', evaluated: evaluates ? 'e' : undefined };
  const body = `${checkSchema(writer, schema, place)}return true;`;
  const parameters = evaluates ? 'd,e' : 'd';
  if (id === undefined || evaluates || !source.repeats(id)) return `function ${name}(${parameters}){${body}}`;
  const memory = writer.name('w');
  return `const ${memory}=runtime.rememberVerdicts((d)=>{${body}});function ${name}(d){return ${memory}(d);}`;
}
