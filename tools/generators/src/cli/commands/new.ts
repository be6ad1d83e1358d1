import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { quoteWord } from '@brrt/service-model';
import manifest from '../../../package.json' with { type: 'json' };
import {
  createWorkspace,
  type FirstService,
  type WorkspaceReport,
  whyNotThere,
  workspaceFiles,
} from '../../workspace/create-workspace.ts';
import { explainName } from '../../workspace/explain-name.ts';
import { type Command, UsageError } from '../command.ts';
import { namedNewFolder, namedText } from '../named-paths.ts';

/** The contract that a workspace begins with. */
const starter = 'node_modules/brrt/starter/openapi.yaml';
const starterService = 'orders';

/** Also what `npm create brrt` runs. */
export const newWorkspace: Command = {
  usage:
    'brrt new <folder> [--spec <file>] [--service <name>] [--empty] [--skip-install] [--skip-git] [--dry-run] [--json]',
  summary:
    'Makes a workspace in a new or empty folder: Nx, BRRT and the pinned Node as dependencies, a first service (orders, from a contract to start with, or from --spec), AGENTS.md, a workflow of GitHub Actions, a first commit. The same as npm create brrt@latest.',
  async run(args, { print, warn }) {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [named] = positionals;
    if (named === undefined || positionals.length > 1) throw new UsageError('which folder?');
    const folder = namedNewFolder(named);
    const service = values.empty ? undefined : serviceOf(values);
    const reason = whyNotThere(folder);
    if (reason !== undefined) {
      warn(`brrt: ${reason}. Nothing was written.`);
      return 1;
    }
    if (values['dry-run']) {
      const files = workspaceFiles({ folder, version: manifest.version });
      print(values.json ? JSON.stringify({ folder, wouldWrite: files }) : wouldWrite(folder, files));
      return 0;
    }
    const report = await createWorkspace({
      folder,
      version: manifest.version,
      service,
      install: !values['skip-install'],
      git: !values['skip-git'],
      say: (line) => warn(`brrt: ${line}`),
    });
    print(values.json ? JSON.stringify(report) : farewell(report, service));
    return report.problems.length === 0 ? 0 : 1;
  },
};

const options = {
  spec: { type: 'string' },
  service: { type: 'string' },
  empty: { type: 'boolean', default: false },
  'skip-install': { type: 'boolean', default: false },
  'skip-git': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

function serviceOf({
  spec,
  service = starterService,
}: {
  readonly spec?: string;
  readonly service?: string;
}): FirstService {
  const problem = explainName(service);
  if (problem !== undefined) throw new UsageError(`--service: ${problem}`);
  if (spec === undefined) return { name: service, spec: starter };
  namedText(spec, '--spec');
  return { name: service, spec: resolve(spec) };
}

function wouldWrite(folder: string, files: readonly string[]): string {
  return files.map((file) => `would write ${relative(process.cwd(), resolve(folder, file))}`).join('\n');
}

function farewell(report: WorkspaceReport, wanted: FirstService | undefined): string {
  const { folder, installed, service, problems } = report;
  const made = service === undefined ? folder : `${folder} with the service ${service}`;
  const next = [
    `cd ${quoteWord(relative(process.cwd(), folder) || '.')}`,
    ...(installed ? [] : ['npm install']),
    ...(service === undefined
      ? [
          `npx nx g brrt:service ${wanted?.name ?? '<name>'} --spec ${wanted === undefined ? '<file>' : quoteWord(wanted.spec)}`,
        ]
      : []),
    'npm start',
    ...(service === undefined ? [] : ['npm test']),
  ];
  return [
    '',
    `Made ${made}.`,
    ...problems.map((problem) => `But ${problem}.`),
    '',
    ...next.map((line) => `  ${line}`),
    '',
  ].join('\n');
}
