import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Diagnostic, readSourceFile } from '@brrt/service-model';
import { isSchemaObject } from './rules/schema-object.ts';

/** A finding that somebody has looked at and accepts, and why. */
export interface Approval {
  readonly rule: string;
  readonly reason: string;
  /** Whether a finding of the rule is meant. */
  readonly covers: (finding: Diagnostic) => boolean;
  /** Where it is written, for those that are not needed. */
  readonly at: Pick<Diagnostic, 'file' | 'line' | 'column' | 'pointer'>;
}

export interface Approved {
  readonly findings: readonly Diagnostic[];
  readonly approved: readonly { readonly finding: Diagnostic; readonly reason: string }[];
}

/** Takes out what is approved; adds a finding for each approval that says no reason or has nothing to approve. */
export async function applyApprovals(findings: readonly Diagnostic[], contract: string): Promise<Approved> {
  const files = new Set([contract, ...findings.map(({ file }) => file)].filter((file) => file !== ''));
  const written = await Promise.all([readApprovalFile(contract), ...[...files].map(readComments)]);
  const approvals = written.flatMap((each) => each.approvals);
  const used = new Set<Approval>();
  const approved: { readonly finding: Diagnostic; readonly reason: string }[] = [];
  const rest = findings.filter((finding) => {
    const approval = approvals.find((each) => each.rule === finding.code && each.covers(finding));
    if (approval === undefined) return true;
    used.add(approval);
    approved.push({ finding, reason: approval.reason });
    return false;
  });
  const unused = approvals.filter((approval) => !used.has(approval)).map(unusedApproval);
  return { findings: [...rest, ...written.flatMap(({ problems }) => problems), ...unused], approved };
}

interface Written {
  readonly approvals: readonly Approval[];
  readonly problems: readonly Diagnostic[];
}

const none: Written = { approvals: [], problems: [] };
const fileName = 'lint-approvals.yaml';

/** `lint-approvals.yaml` beside the contract: a list of `{ rule, pointer, reason }`; the pointer covers all below it. */
async function readApprovalFile(contract: string): Promise<Written> {
  const path = join(dirname(contract), fileName);
  const source = await readSourceFile(path);
  if (source === undefined) {
    const at = { file: path, line: 1, column: 1, pointer: '' };
    return existsSync(path) ? problem(at, `${fileName} cannot be read as YAML`) : none;
  }
  const entries: readonly unknown[] = Array.isArray(source.value) ? source.value : [];
  const written = entries.map((entry, index): Written => {
    const at = source.locate(`/${index}`);
    const { rule, pointer, reason, file } = isSchemaObject(entry) ? entry : {};
    if (typeof rule !== 'string' || typeof pointer !== 'string')
      return problem(at, 'An approval names a rule and a pointer');
    if (typeof reason !== 'string' || reason.trim() === '')
      return problem(at, `The approval of ${rule} gives no reason`);
    const approved = typeof file === 'string' ? join(dirname(contract), file) : contract;
    const covers = (finding: Diagnostic): boolean =>
      finding.file === approved && (finding.pointer === pointer || finding.pointer.startsWith(`${pointer}/`));
    return { approvals: [{ rule, reason, covers, at }], problems: [] };
  });
  if (!Array.isArray(source.value)) return problem(source.locate(''), `${fileName} is a list of approvals`);
  return gather(written);
}

const comment = /#\s*brrt-lint-approve\s+([\w./-]+)\s*:?\s*(.*)$/;

/** `# brrt-lint-approve rule: reason` covers its own line and the next. */
async function readComments(file: string): Promise<Written> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (!text.includes('brrt-lint-approve')) return none;
  const written = text.split(/\r?\n/).map((line, index): Written => {
    const [, rule, reason = ''] = comment.exec(line) ?? [];
    if (rule === undefined) return none;
    const at = { file, line: index + 1, column: line.indexOf('#') + 1, pointer: '' };
    if (reason.trim() === '') return problem(at, `The approval of ${rule} gives no reason`);
    const covers = (finding: Diagnostic): boolean =>
      finding.file === file && (finding.line === at.line || finding.line === at.line + 1);
    return { approvals: [{ rule, reason: reason.trim(), covers, at }], problems: [] };
  });
  return gather(written);
}

function gather(written: readonly Written[]): Written {
  return {
    approvals: written.flatMap(({ approvals }) => approvals),
    problems: written.flatMap(({ problems }) => problems),
  };
}

function problem(at: Approval['at'], message: string): Written {
  const { file, line, column, pointer } = at;
  const hint = 'Write { rule, pointer, reason }, or # brrt-lint-approve <rule>: <reason> above the line';
  return {
    approvals: [],
    problems: [{ file, line, column, pointer, severity: 'warning', code: 'unusable-approval', message, hint }],
  };
}

function unusedApproval({ rule, at }: Approval): Diagnostic {
  return {
    ...at,
    severity: 'note',
    code: 'unused-approval',
    message: `Nothing breaks ${rule} here`,
    hint: 'Remove the approval',
  };
}
