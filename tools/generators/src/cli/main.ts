import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nearestKey } from '@brrt/router-core/config';
import { visibleLines } from '@brrt/service-model';
import manifest from '../../package.json' with { type: 'json' };
import type { CommandContext, CommandLoaders } from './command.ts';
import { chooseLogFormat, formatLogLine } from './dev/format-log-line.ts';
import { taskExitCode } from './dev/task-exit-code.ts';
import { runCommand } from './run-command.ts';

const commands: CommandLoaders = {
  generate: async () => (await import('./commands/generate.ts')).generate,
  serve: async () => (await import('./commands/serve.ts')).serve,
  start: async () => (await import('./commands/start.ts')).start,
  build: async () => (await import('./commands/build.ts')).build,
  layers: async () => (await import('./commands/layers.ts')).layers,
  call: async () => (await import('./commands/call.ts')).call,
  completion: async () => (await import('./commands/completion.ts')).completionOf(commands),
  dev: async () => (await import('./commands/dev.ts')).dev,
  mcp: async () => (await import('./commands/mcp.ts')).mcp,
  mock: async () => (await import('./commands/mock.ts')).mock,
  lock: async () => (await import('./commands/lock.ts')).lock,
  diff: async () => (await import('./commands/diff.ts')).diff,
  'lint-deploy': async () => (await import('./commands/lint-deploy.ts')).lintDeploy,
  lint: async () => (await import('./commands/lint.ts')).lint,
  new: async () => (await import('./commands/new.ts')).newWorkspace,
};

const logFormat = chooseLogFormat(process.env, process.stdout.isTTY);

// What a command cites of a contract is shown and never obeyed.
const context: CommandContext = {
  workspaceRoot: findWorkspaceRoot(process.cwd()),
  env: process.env,
  print: (text) => process.stdout.write(`${visibleLines(text)}\n`),
  forward: (line) => process.stdout.write(`${line}\n`),
  formatLine: logFormat === 'pretty' ? formatLogLine : undefined,
  warn: (text) => process.stderr.write(`${visibleLines(text)}\n`),
};

// Whoever reads may have seen enough: `brrt call … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const args = process.argv.slice(2);
process.exitCode = taskExitCode(await main(args, context), { command: args[0] ?? '', env: process.env });

async function main([name, ...args]: readonly string[], context: CommandContext): Promise<number> {
  if (name === '--version' || name === '-v') {
    context.print(manifest.version);
    return 0;
  }
  if (name === 'help' && args[0] !== undefined) return main([args[0], '--help'], context);
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return printHelp(context);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    const near = nearestKey(name, Object.keys(commands));
    context.warn(
      `brrt: no command '${name}'${near === undefined ? '.' : `, did you mean '${near}'?`} See brrt --help.`,
    );
    return 2;
  }
  return runCommand(await load(), args, context);
}

async function printHelp({ print }: CommandContext): Promise<number> {
  print('brrt: from OpenAPI contracts to running services\n');
  for (const load of Object.values(commands)) {
    const { usage, summary } = await load();
    print(`  ${usage}\n      ${summary}`);
  }
  print('\nBRRT_DEBUG=1 shows where an error comes from.');
  return 0;
}

function findWorkspaceRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}
