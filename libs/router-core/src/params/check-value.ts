import type { Parameter } from '@brrt/service-model';
import type { FillDefaults } from '../body/compile-defaults.ts';
import type { Violation } from '../errors/violation.ts';
import type { CompiledSchema } from '../ports/schema-compiler.ts';
import { type Built, type Fault, fault } from './built.ts';
import { readAgain } from './reading.ts';

/** What is left to do with a decoded value: check it, or fill in the default. */
export interface ValueCheck {
  readonly parameter: Parameter;
  readonly schema: CompiledSchema;
  /** The decoder's grammar already guarantees the schema. */
  readonly isProven: boolean;
  readonly defaultValue: unknown;
  /** What an object or list leaves out itself. */
  readonly fillDefaults: FillDefaults | undefined;
}

const maximumViolations = 20;

/** The value to hand on; undefined when absent or when a violation was added. */
export function checkValue(check: ValueCheck, built: Built | undefined, violations: Violation[]): unknown {
  const { parameter } = check;
  if (built === undefined) {
    if (parameter.required) violations.push(...violationsOf(parameter, fault('required', 'The parameter is required')));
    return defaultValue(check);
  }
  if (!('value' in built)) {
    violations.push(...violationsOf(parameter, built));
    return undefined;
  }
  const { value } = built;
  if ('isUnused' in built) return value !== undefined && check.schema.isValid(value) ? value : defaultValue(check);
  check.fillDefaults?.(value);
  if (check.isProven || check.schema.isValid(value)) return value;
  const found = check.schema.explain(value, maximumViolations);
  // `enum: ['1', 2]` takes '1' as text, not as a number.
  const other = built.others === undefined ? undefined : readAgain(value, built.others, check.schema);
  if (other !== undefined) return other.value;
  for (const { pointer, keyword, detail } of found) {
    violations.push({ in: parameter.in, pointer: pointerOf(parameter.name) + pointer, keyword, detail });
  }
  return undefined;
}

// Each request has its own copy.
function defaultValue({ defaultValue: value, fillDefaults }: ValueCheck): unknown {
  if (typeof value !== 'object') return value;
  const copy: unknown = structuredClone(value);
  fillDefaults?.(copy);
  return copy;
}

function violationsOf(parameter: Parameter, { pointers = [''], keyword, detail }: Fault): readonly Violation[] {
  return pointers.map((at) => ({ in: parameter.in, pointer: pointerOf(parameter.name) + at, keyword, detail }));
}

/** RFC 6901 §3 */
export function pointerOf(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
