import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeBroken, listLeftOut } from '@brrt/service-model';
import { findApp } from '../app-folder.ts';
import { type Command, type CommandContext, onlyNamed, UsageError } from '../command.ts';
import type { FolderChanges, FolderOptions } from '../generate/generate-folder.ts';
import { namedFiles, namedNewFolder } from '../named-paths.ts';
import { printableDiagnostic } from '../printable-diagnostic.ts';
import { type ReadSpec, readSpec } from '../read-spec.ts';

export const generate: Command = {
  usage:
    'brrt generate <app> [--skip-broken] [--json] | brrt generate <spec> --out <folder> [--client fetch|none] [--operations <operationId>,…] [--standalone] [--overlay <file>]… [--skip-broken] [--dry-run | --check] [--json]',
  summary:
    'Writes what the contracts determine into src/generated of an app, or, without a workspace, types and a typed client for Node and browsers into a folder. Exit code 1: a contract is broken, or --check finds that what is there differs. --standalone brings what the client runs on, otherwise it imports @brrt/fetch-client. Files that were not generated are never written over. --skip-broken leaves out the operations that cannot be read (of an app they answer 501, and it is remembered; --no-skip-broken ends it).',
  async run(args, context) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      options,
    });
    const named = onlyNamed(positionals);
    const skipBroken = values['skip-broken'];
    if (values.out === undefined) {
      const other = onlyWithOut.find((name) => values[name] !== undefined);
      if (other !== undefined) throw new UsageError(`--${other} goes with a contract and --out <folder>`);
      return generateForApp(named, { skipBroken, json: values.json }, context);
    }
    const { client = 'fetch', operations, overlay = [], standalone = false } = values;
    if (client !== 'fetch' && client !== 'none') throw new UsageError('--client has to be fetch or none');
    if (values['dry-run'] && values.check) throw new UsageError('--dry-run or --check, not both');
    const spec = await readSpec(named, { overlays: namedFiles(overlay, '--overlay'), skipBroken: skipBroken === true });
    const out = namedNewFolder(values.out, '--out');
    const more = [
      ...overlay.flatMap((path) => ['--overlay', relative(out, resolve(path)).replaceAll('\\', '/')]),
      ...(skipBroken === true ? ['--skip-broken'] : []),
    ];
    const wanted = operations?.split(',').map((id) => id.trim());
    const folder = { spec: spec.file, out, client, operations: wanted, standalone, more } as const;
    const mode = values.check ? 'check' : values['dry-run'] ? 'dry-run' : 'write';
    return generateInFolder(spec, { folder, mode, json: values.json }, context);
  },
};

const options = {
  json: { type: 'boolean', default: false },
  'skip-broken': { type: 'boolean' },
  out: { type: 'string' },
  client: { type: 'string' },
  operations: { type: 'string' },
  standalone: { type: 'boolean' },
  overlay: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  check: { type: 'boolean' },
} as const;

const onlyWithOut = ['client', 'operations', 'standalone', 'overlay', 'dry-run', 'check'] as const;

interface AppSettings {
  readonly skipBroken: boolean | undefined;
  readonly json: boolean;
}

async function generateForApp(
  named: string | undefined,
  { skipBroken, json }: AppSettings,
  { workspaceRoot, print, warn }: CommandContext,
): Promise<number> {
  if (named !== undefined && /\.(?:ya?ml|json)$/.test(named))
    throw new UsageError('where to? A contract without a workspace needs --out <folder>');
  const app = findApp(workspaceRoot, named);
  const { generateApp } = await import('../generate-app.ts');
  const result = await generateApp(workspaceRoot, app, skipBroken === undefined ? {} : { skipBroken });
  if (json) print(JSON.stringify({ app: app.name, ...result }));
  else {
    for (const line of result.report) (result.succeeded ? print : warn)(line);
    if (result.succeeded && result.written.length === 0) print(`${app.name}: generated code is up to date`);
  }
  return result.succeeded ? 0 : 1;
}

interface FolderSettings {
  readonly folder: FolderOptions;
  readonly mode: 'write' | 'dry-run' | 'check';
  readonly json: boolean;
}

async function generateInFolder(
  { model, diagnostics, ...tally }: ReadSpec,
  { folder, mode, json }: FolderSettings,
  { print, warn }: CommandContext,
): Promise<number> {
  if (!json || model === undefined) {
    const worthSaying = diagnostics.filter(({ severity }) => severity !== 'note');
    for (const finding of worthSaying) warn(printableDiagnostic(finding, process.cwd()));
    for (const line of model === undefined ? describeBroken(tally) : listLeftOut(model)) warn(line);
  }
  const findings = { findings: diagnostics };
  if (model === undefined) {
    if (json) print(JSON.stringify({ succeeded: false, ...findings }));
    return 1;
  }
  const { compareFolder, writeFolder } = await import('../generate/generate-folder.ts');
  const changes = await compareFolder(model, folder);
  if (mode === 'write') writeFolder(folder.out, changes);
  const isStale = changes.writes.length + changes.removes.length > 0;
  const succeeded = mode !== 'check' || !isStale;
  if (json) print(JSON.stringify({ succeeded, mode, out: folder.out, ...listed(changes), ...findings }));
  else for (const line of report(changes, { folder, mode, json })) (succeeded ? print : warn)(line);
  return succeeded ? 0 : 1;
}

function listed({ writes, ...others }: FolderChanges): object {
  return { written: writes.map(({ path }) => path), ...others };
}

const verbs = {
  write: ['wrote', 'removed'],
  'dry-run': ['would write', 'would remove'],
  check: ['differs:', 'is no more generated:'],
} as const;

function report({ writes, removes, imports }: FolderChanges, { folder, mode }: FolderSettings): readonly string[] {
  const shown = (path: string): string => `${relative(process.cwd(), folder.out) || '.'}/${path}`.replaceAll('\\', '/');
  const [write, remove] = verbs[mode];
  return [
    ...writes.map(({ path }) => `${write} ${shown(path)}`),
    ...removes.map((path) => `${remove} ${shown(path)}`),
    ...(writes.length + removes.length === 0 ? [`${shown('')}: generated code is up to date`] : []),
    ...(mode === 'write' ? imports.map((name) => `It imports ${name}: npm install ${name}, or --standalone`) : []),
  ];
}
