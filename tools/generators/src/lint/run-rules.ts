import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '@brrt/service-model';
import {
  type Config,
  createConfig,
  lintDocument,
  loadConfig,
  type NormalizedProblem,
  Source,
} from '@redocly/openapi-core';
import { brrtPlugin } from './brrt-plugin.ts';
import { LocalResolver } from './local-resolver.ts';
import { type RulesetName, rulesets } from './rulesets.ts';

export interface RulesOptions {
  /** Undefined: a `redocly.yaml` beside the contract or in the working directory, else `recommended`. */
  readonly ruleset: RulesetName | undefined;
  readonly workingDirectory: string;
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
  const { config, errors, configuration } = await chooseRules(file, options);
  let problems: readonly NormalizedProblem[];
  try {
    problems = await lintDocument({ document, externalRefResolver: resolver, config });
  } catch (error) {
    return { findings: [stopped(file, error)], ignored: 0, configuration };
  }
  const counted = problems.filter(({ ignored }) => ignored !== true);
  return {
    findings: counted.map((problem) => toFinding(problem, errors, resolver)),
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

interface ChosenRules {
  readonly config: Config;
  readonly errors: 'error' | 'warning';
  readonly configuration: string;
}

async function chooseRules(file: string, { ruleset, workingDirectory }: RulesOptions): Promise<ChosenRules> {
  const externalRefResolver = new LocalResolver();
  const folders = [dirname(file), workingDirectory];
  const configPath = folders.map((folder) => join(folder, 'redocly.yaml')).find((path) => existsSync(path));
  if (ruleset === undefined && configPath !== undefined) {
    // A plugin is code: linting a folder must not run what lies in it.
    const config = await loadConfig({ configPath, externalRefResolver, skipPluginEval: true, plugins: [brrtPlugin] });
    return { config, errors: 'error', configuration: configPath };
  }
  const name = ruleset ?? 'recommended';
  const { config, errors } = rulesets[name];
  return {
    config: await createConfig(structuredClone(config), { externalRefResolver, plugins: [brrtPlugin] }),
    errors,
    configuration: name,
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
