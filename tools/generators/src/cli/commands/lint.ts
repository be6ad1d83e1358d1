import { parseArgs } from 'node:util';
import { type Diagnostic, describeBroken } from '@brrt/service-model';
import type { LintResult } from '../../lint/lint-contract.ts';
import { type RulesetName, rulesets } from '../../lint/rulesets.ts';
import { type Command, type CommandContext, onlyNamed, UsageError } from '../command.ts';
import { namedFiles } from '../named-paths.ts';
import { type ReadSpec, readSpec } from '../read-spec.ts';

export const lint: Command = {
  usage: `brrt lint <spec> [--overlay <file>]… [--ruleset ${Object.keys(rulesets).join('|')}] [--lenient] [--max-warnings <n>] [--limit <n>] [--json|--sarif|--github]`,
  summary:
    'Says what is wrong with a contract, where and how to mend it. Exit code 1: it breaks OpenAPI (--lenient: it cannot be read), an example breaks its schema, a rule says error, or there are more warnings than --max-warnings.',
  async run(args, context) {
    const { spec, overlays, ruleset, lenient, limit, maxWarnings, output } = readArguments(args);
    // What can be read is linted, whatever else is broken.
    const read = await readSpec(spec, { overlays, skipBroken: true });
    // The engine is megabytes of code: loaded when there is something to lint.
    const { lintContract } = await import('../../lint/lint-contract.ts');
    const workingDirectory = process.cwd();
    const result = await lintContract(read, { ruleset, lenient, workingDirectory, overlays: read.overlays });
    await printers[output]({ spec: spec ?? '', limit, read, result }, context);
    const { errors, warnings } = count(result.findings);
    return errors > 0 || warnings > maxWarnings ? 1 : 0;
  },
};

type Output = 'text' | 'json' | 'sarif' | 'github';

interface Arguments {
  readonly spec: string | undefined;
  readonly overlays: readonly string[];
  readonly ruleset: RulesetName | undefined;
  readonly lenient: boolean;
  readonly limit: number;
  readonly maxWarnings: number;
  readonly output: Output;
}

function readArguments(args: readonly string[]): Arguments {
  const flag = { type: 'boolean', default: false } as const;
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      overlay: { type: 'string', multiple: true, default: [] },
      ruleset: { type: 'string' },
      lenient: flag,
      limit: { type: 'string', default: '100' },
      'max-warnings': { type: 'string' },
      json: flag,
      sarif: flag,
      github: flag,
    },
  });
  const outputs = (['json', 'sarif', 'github'] as const).filter((name) => values[name]);
  if (outputs.length > 1) throw new UsageError(`--${outputs.join(' and --')} exclude each other`);
  const limit = wholeNumber('--limit', values.limit);
  const { 'max-warnings': maxWarnings } = values;
  return {
    spec: onlyNamed(positionals),
    overlays: namedFiles(values.overlay, '--overlay'),
    ruleset: rulesetName(values.ruleset),
    lenient: values.lenient,
    limit: limit === 0 ? Number.POSITIVE_INFINITY : limit,
    maxWarnings: maxWarnings === undefined ? Number.POSITIVE_INFINITY : wholeNumber('--max-warnings', maxWarnings),
    output: outputs[0] ?? 'text',
  };
}

function rulesetName(text: string | undefined): RulesetName | undefined {
  if (text === undefined) return undefined;
  if (!Object.hasOwn(rulesets, text)) {
    throw new UsageError(`no ruleset '${text}': there are ${Object.keys(rulesets).join(', ')}`);
  }
  // The cast: it has just been found among the names.
  return text as RulesetName;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name} has to be a whole number`);
  return Number(text);
}

interface Printing {
  readonly spec: string;
  readonly limit: number;
  readonly read: ReadSpec;
  readonly result: LintResult;
}

type Printer = (printing: Printing, context: CommandContext) => Promise<void>;

const printers: Readonly<Record<Output, Printer>> = {
  async text({ spec, limit, read, result }, { print }) {
    const { formatFindings } = await import('../../lint/output/format-findings.ts');
    for (const line of await formatFindings(result.findings, { folder: process.cwd(), limit })) print(line);
    if (read.brokenOperations.length > 0) for (const line of describeBroken(read)) print(line);
    print(`${spec}: ${summary(read, result)}`);
  },
  async json({ spec, read, result }, { print }) {
    const { findings, approved, configuration } = result;
    const brokenOperations = read.brokenOperations.map(({ method, path }) => ({ method, path }));
    const { soundOperations } = read;
    const tally = { ...count(findings), soundOperations, brokenOperations };
    print(JSON.stringify({ file: spec, configuration, ...tally, diagnostics: findings, approved }));
  },
  async sarif({ result }, { print }) {
    const { formatSarif } = await import('../../lint/output/format-sarif.ts');
    print(formatSarif(result, process.cwd()));
  },
  async github({ spec, read, result }, { print }) {
    const { formatGithub } = await import('../../lint/output/format-github.ts');
    for (const line of formatGithub(result.findings, process.cwd())) print(line);
    print(`${spec}: ${summary(read, result)}`);
  },
};

function count(findings: readonly Diagnostic[]): { readonly errors: number; readonly warnings: number } {
  return {
    errors: findings.filter(({ severity }) => severity === 'error').length,
    warnings: findings.filter(({ severity }) => severity === 'warning').length,
  };
}

function summary({ model }: ReadSpec, { findings, approved, configuration }: LintResult): string {
  const { errors, warnings } = count(findings);
  const notes = findings.length - errors - warnings;
  const accepted = approved.length === 0 ? '' : `, ${approved.length} approved`;
  const operations = model === undefined ? '' : `, ${model.operations.length} operations`;
  return `${errors} error(s), ${warnings} warning(s), ${notes} note(s)${accepted}${operations} (rules: ${configuration})`;
}
