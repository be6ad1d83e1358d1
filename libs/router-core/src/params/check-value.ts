import type { JsonValue, Parameter } from '@brrt/service-model';
import type { Violation } from '../errors/violation.ts';
import type { CompiledSchema } from '../ports/schema-compiler.ts';
import type { Built } from './build-value.ts';

/** What is left to do with a decoded value: check it, or fill in the default. */
export interface ValueCheck {
  readonly parameter: Parameter;
  readonly schema: CompiledSchema;
  /** The decoder's grammar already guarantees the schema. */
  readonly isProven: boolean;
  readonly defaultValue: JsonValue | undefined;
}

const maximumViolations = 20;

/** The value to hand on; undefined when absent or when a violation was added. */
export function checkValue(check: ValueCheck, built: Built | undefined, violations: Violation[]): unknown {
  const { parameter } = check;
  if (built === undefined) {
    if (parameter.required) violations.push(violationOf(parameter, 'required', 'The parameter is required'));
    return typeof check.defaultValue === 'object' ? structuredClone(check.defaultValue) : check.defaultValue;
  }
  if (!('value' in built)) {
    violations.push(violationOf(parameter, built.keyword, built.detail));
    return undefined;
  }
  const { value } = built;
  if (check.isProven || built.isUnchecked === true || check.schema.isValid(value)) return value;
  // Text that could be a number and may be text: `enum: ['1', 2]` takes '1' as it stands.
  if (built.text !== undefined && check.schema.isValid(built.text)) return built.text;
  for (const { pointer, keyword, detail } of check.schema.explain(value, maximumViolations)) {
    violations.push({ in: parameter.in, pointer: pointerOf(parameter.name) + pointer, keyword, detail });
  }
  return undefined;
}

export function violationOf(parameter: Parameter, keyword: string, detail: string): Violation {
  return { in: parameter.in, pointer: pointerOf(parameter.name), keyword, detail };
}

/** RFC 6901 §3 */
export function pointerOf(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
