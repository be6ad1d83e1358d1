import {
  automatonSize,
  classifyPattern,
  type PatternNode,
  parsePattern,
  withoutEdgeLooks,
} from '@brrt/service-model/pattern';
import { buildAutomaton } from './build-automaton.ts';
import { createAutomatonRun } from './run-automaton.ts';
import { testBySteps } from './step-pattern.ts';

/** Longest string, in UTF-16 units, that a pattern of a contract is run on. */
export const longestPatternSubject = 65_536;

/** Length of a text times states of an automaton: some hundred milliseconds at the very worst. */
const mostAutomatonWork = 20_000_000;

export interface CompiledPattern {
  test(text: string): boolean;
}

const compiled = new Map<string, CompiledPattern>();
/** Contracts have fewer; tools that read many contracts begin anew. */
const mostCompiled = 10_000;

/**
 * `pattern` (JSON Schema 2020-12 §6.3.3) with the flag `u`, or without it for patterns that only then are valid.
 * No text takes long: see `PatternClass`. A string beyond {@link longestPatternSubject}, or one that a bounded pattern
 * takes too many steps on, does not match. A pattern of another dialect matches everything; `isUsablePattern` finds it beforehand.
 */
export function compilePattern(pattern: string): CompiledPattern {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  let matches: ((text: string) => boolean) | undefined;
  const made: CompiledPattern = {
    test(text) {
      if (text.length > longestPatternSubject) return false;
      matches ??= createMatch(pattern);
      return matches(text);
    },
  };
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(pattern, made);
  return made;
}

/** Whether a pattern is a regular expression of ECMA-262, with or without the flag `u`. */
export function isUsablePattern(pattern: string): boolean {
  return toExpression(pattern) !== undefined;
}

function createMatch(pattern: string): (text: string) => boolean {
  const node = parsePattern(pattern);
  const kind = classifyPattern(pattern);
  if (node !== undefined && kind === 'automaton') return createAutomatonMatch(node);
  if (node !== undefined && kind === 'bounded') return (text) => testBySteps(node, text);
  const expression = toExpression(pattern);
  return (text) => expression === undefined || expression.test(text);
}

function createAutomatonMatch(node: PatternNode): (text: string) => boolean {
  const { core, ahead, behind } = withoutEdgeLooks(node);
  const conditions = [
    ...ahead.map(({ body, isNegated }) => ({ test: testOf([{ kind: 'start' }, body]), isNegated })),
    ...behind.map(({ body, isNegated }) => ({ test: testOf([body, { kind: 'end' }]), isNegated })),
  ];
  const test = testOf([core]);
  const longest = mostAutomatonWork / automatonSize(node);
  return (text) => {
    if (text.length > longest) return false;
    for (const condition of conditions) if (condition.test(text) === condition.isNegated) return false;
    return test(text);
  };
}

function testOf(items: readonly PatternNode[]): (text: string) => boolean {
  return createAutomatonRun(buildAutomaton({ kind: 'sequence', items })).test;
}

function toExpression(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // The next dialect may take it.
    }
  }
  return undefined;
}
