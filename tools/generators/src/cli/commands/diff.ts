import { readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DiffFormat, DiffReport } from '../../diff/format-changes.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { namedFile } from '../named-paths.ts';

const formats: readonly DiffFormat[] = ['text', 'json', 'sarif', 'github', 'markdown'];
const failures = ['breaking', 'unknown', 'none'] as const;

export const diff: Command = {
  usage: `brrt diff <old> <new> | brrt diff <spec|folder> --base [<revision>] [--format ${formats.join('|')}] [--json] [--fail-on ${failures.join('|')}] [--guard <file>] [--check-version]`,
  summary:
    'Says what has changed between two revisions of a contract, and for each breaking change shows a request or response that tells. A revision is a file or <git revision>:<path>; of a folder, the contracts of all apps in it are compared. Exit code 1: there is a change that --fail-on names (breaking) and nobody has approved, or --check-version and info.version tells too little; 2: the call is wrong.',
  async run(args, context) {
    const options = readArguments(args);
    if (options.base !== undefined && isFolder(options.specs[0] ?? '')) return runFolder(options, context);
    const specs = await specsOf(options, context);
    if (specs === undefined) {
      context.print(`${options.specs[0]}: no base revision to compare with, so nothing can have broken`);
      return 0;
    }
    const { readRevision } = await import('../../diff/read-revision.ts');
    const folder = process.cwd();
    const [old, fresh] = [await readRevision(specs.old, folder), await readRevision(specs.fresh, folder)];
    if (fresh === undefined) throw new UsageError(`there is no ${specs.fresh}`);
    if (old === undefined) {
      if (options.base === undefined) throw new UsageError(`there is no ${specs.old}`);
      context.print(`${specs.fresh}: new, ${specs.old} does not exist`);
      return 0;
    }
    const { diffContracts } = await import('../../diff/diff-contracts.ts');
    const { guardBeside } = await import('../../diff/guard-file.ts');
    const report = await diffContracts({ old, fresh, guard: options.guard ?? guardBeside(specs.fresh), context });
    const { formatDiff } = await import('../../diff/format-changes.ts');
    context.print(formatDiff(report, options.format, folder));
    return exitCode(report, options, context);
  },
};

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** All apps of a folder, each with itself in the base. */
async function runFolder(options: Arguments, context: CommandContext): Promise<number> {
  const revision = await revisionOf(options, context);
  const [folder = '.'] = options.specs;
  if (options.guard !== undefined) throw new UsageError('each app of a folder has a guard of its own');
  if (revision === undefined) {
    context.print(`${folder}: no base revision to compare with, so nothing can have broken`);
    return 0;
  }
  const { diffFolder } = await import('../../diff/diff-folder.ts');
  const found = await diffFolder({ folder: resolve(folder), revision, context });
  const { formatFolder } = await import('../../diff/format-folder.ts');
  context.print(formatFolder(found, options.format, process.cwd()));
  const codes = found.reports.map((report) => exitCode(report, options, context));
  return Math.max(0, ...codes, found.gone.length > 0 && options.failOn !== 'none' ? 1 : 0);
}

interface Arguments {
  readonly specs: readonly string[];
  readonly base: string | undefined;
  readonly format: DiffFormat;
  readonly failOn: (typeof failures)[number];
  readonly guard: string | undefined;
  readonly checksVersion: boolean;
}

function readArguments(args: readonly string[]): Arguments {
  // `--base` alone means the base of the workspace.
  const given = args.map((arg, at) => (arg === '--base' && (args[at + 1] ?? '--').startsWith('--') ? '--base=' : arg));
  const { positionals, values } = parseArgs({
    args: given,
    allowPositionals: true,
    options: {
      base: { type: 'string' },
      format: { type: 'string' },
      json: { type: 'boolean', default: false },
      'fail-on': { type: 'string', default: 'breaking' },
      guard: { type: 'string' },
      'check-version': { type: 'boolean', default: false },
    },
  });
  const format = formats.find((name) => name === (values.json ? 'json' : (values.format ?? 'text')));
  if (format === undefined) throw new UsageError(`--format has to be one of ${formats.join(', ')}`);
  const failOn = failures.find((name) => name === values['fail-on']);
  if (failOn === undefined) throw new UsageError(`--fail-on has to be one of ${failures.join(', ')}`);
  if (positionals.length !== (values.base === undefined ? 2 : 1)) throw new UsageError('which two revisions?');
  return {
    specs: positionals,
    base: values.base,
    format,
    failOn,
    guard: values.guard && namedFile(values.guard, '--guard'),
    checksVersion: values['check-version'],
  };
}

interface Specs {
  readonly old: string;
  readonly fresh: string;
}

async function specsOf(options: Arguments, context: CommandContext): Promise<Specs | undefined> {
  const [first = '', second = ''] = options.specs;
  if (options.base === undefined) return { old: first, fresh: second };
  const revision = await revisionOf(options, context);
  return revision === undefined
    ? undefined
    : { old: `${revision}:${relative(process.cwd(), resolve(first))}`, fresh: first };
}

/** What `--base` names, else the base of the workspace. */
async function revisionOf({ base }: Arguments, { env, workspaceRoot }: CommandContext): Promise<string | undefined> {
  if (base !== undefined && base !== '') return base;
  const { baseRevision } = await import('../../diff/read-revision.ts');
  return baseRevision(process.cwd(), env, defaultBase(workspaceRoot));
}

function defaultBase(workspaceRoot: string): string {
  try {
    const settings: unknown = JSON.parse(readFileSync(join(workspaceRoot, 'nx.json'), 'utf8'));
    if (typeof settings === 'object' && settings !== null && 'defaultBase' in settings)
      return String(settings.defaultBase);
  } catch {
    // Without a workspace, as with one that says nothing.
  }
  return 'main';
}

function exitCode(report: DiffReport, { failOn, checksVersion }: Arguments, { warn }: CommandContext): number {
  const open = report.changes.filter(({ approval }) => approval === undefined);
  const fails = open.some(
    ({ level }) => (level === 'breaking' && failOn !== 'none') || (level === 'unknown' && failOn === 'unknown'),
  );
  if (!checksVersion || report.isVersionEnough) return fails ? 1 : 0;
  warn(
    `${basename(report.fresh)}: version ${report.versions[1]} after ${report.versions[0]} tells less than a ${report.semver} step`,
  );
  return 1;
}
