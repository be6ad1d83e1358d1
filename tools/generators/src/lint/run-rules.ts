import type { Diagnostic } from '@brrt/service-model';
import { lintDocument, type NormalizedProblem, Source } from '@redocly/openapi-core';
import { type ChosenRules, chooseRules, type RulesChoice, rulesFileOf } from './choose-rules.ts';
import { LocalResolver } from './local-resolver.ts';

export interface RulesOptions extends RulesChoice {
  /** Applied to the contract before it is looked at, as when it is read. */
  readonly overlays: readonly string[];
}

export interface RulesResult {
  readonly findings: readonly Diagnostic[];
  /** Findings that a `.redocly.lint-ignore.yaml` accepts. */
  readonly ignored: number;
  /** What decided about the rules: a file, or the name of a ruleset. */
  readonly configuration: string;
}

/**
 * Redocly's rules and ours over a contract and the files it refers to, nothing fetched and no code of the folder run.
 * Undefined: the file cannot be parsed, which the reader reports.
 */
export async function runRules(file: string, options: RulesOptions): Promise<RulesResult | undefined> {
  const resolver = new LocalResolver({ file, overlays: options.overlays });
  const document = await resolver.resolveDocument(null, file).catch(() => undefined);
  if (document === undefined) return undefined;
  const rulesFile = rulesFileOf(file, options);
  let chosen: ChosenRules;
  try {
    chosen = await chooseRules(rulesFile, options);
  } catch (error) {
    const where = rulesFile ?? file;
    return { findings: [stopped(where, error)], ignored: 0, configuration: where };
  }
  const { config, errors, configuration, leftOut } = chosen;
  let problems: readonly NormalizedProblem[];
  try {
    problems = await lintDocument({ document, externalRefResolver: resolver, config });
  } catch (error) {
    return { findings: [stopped(file, error)], ignored: 0, configuration };
  }
  const counted = problems.filter(({ ignored }) => ignored !== true);
  return {
    findings: [...counted.map((problem) => toFinding(problem, errors, resolver)), ...leftOut()],
    ignored: problems.length - counted.length,
    configuration,
  };
}

/** Nobody should take silence for consent. */
function stopped(file: string, error: unknown): Diagnostic {
  return {
    file,
    line: 1,
    column: 1,
    pointer: '',
    severity: 'error',
    code: 'rules-stopped',
    message: `The engine of the rules came to grief: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'What the reader says holds; --ruleset none leaves the rules out',
  };
}

function toFinding(problem: NormalizedProblem, errors: 'error' | 'warning', resolver: LocalResolver): Diagnostic {
  const [place] = problem.location;
  const path = place?.source instanceof Source ? place.source.absoluteRef : '';
  const pointer =
    place?.pointer === undefined ? '' : place.pointer.replace(/^#\/?/, (start) => (start === '#/' ? '/' : ''));
  const at = resolver.fileOf(path)?.locate(pointer === '/' ? '' : pointer) ?? {
    file: path,
    line: 1,
    column: 1,
    pointer,
  };
  const suggestion = problem.suggest[0];
  return {
    ...at,
    severity: problem.severity === 'error' ? errors : 'warning',
    code: problem.ruleId,
    message: problem.message,
    ...(suggestion !== undefined && { hint: `Did you mean ${suggestion}?` }),
  };
}
