import { type Diagnostic, judgeStrictly, type ReadResult } from '@brrt/service-model';
import { changedTypeNames } from '../emit/changed-names.ts';
import { type Approved, applyApprovals } from './approvals.ts';
import { lintApp } from './lint-app.ts';
import { lintExamples, lintSchemaExamples } from './lint-examples.ts';
import { mergeFindings } from './merge-findings.ts';
import { type RulesOptions, runRules } from './run-rules.ts';

export interface LintOptions extends RulesOptions {
  /** Only what cannot be read is an error of the document. */
  readonly lenient: boolean;
}

export interface LintResult extends Approved {
  /** What decided about the rules: a file, or the name of a ruleset. */
  readonly configuration: string;
}

/** Everything that reader, examples, rules and the code beside it have to say about a contract: one finding per defect, in reading order. */
export async function lintContract(
  { model, diagnostics, file, locate }: ReadResult & { readonly file: string },
  options: LintOptions,
): Promise<LintResult> {
  const read = options.lenient ? diagnostics : judgeStrictly(diagnostics);
  const own: readonly Diagnostic[] =
    model === undefined
      ? read
      : [
          ...read,
          ...changedTypeNames({ model, locate }),
          ...lintExamples(model),
          ...lintSchemaExamples(model, locate),
          ...(await lintApp(model, file)),
        ];
  // Rules are about contracts: of what is none they would only say that they stopped.
  const rules = model === undefined ? undefined : await runRules(file, options);
  const merged = mergeFindings(own, rules?.findings ?? []);
  const approved = await applyApprovals(merged, file);
  return { ...approved, configuration: rules?.configuration ?? 'none' };
}
