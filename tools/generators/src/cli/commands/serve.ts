import { existsSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { kebabCase } from '../../emit/handler-files.ts';
import { findApp, listApps } from '../app-folder.ts';
import { type Command, type CommandContext, onlyNamed, UsageError } from '../command.ts';
import { joinDashboard } from '../dashboard/join-dashboard.ts';
import { createAppRunner, type UnexpectedEnd } from '../dev/app-runner.ts';
import { explainPorts } from '../dev/check-port.ts';
import { ownEnvironment } from '../dev/own-environment.ts';
import { appRunnable, type Runnable } from '../dev/runnable.ts';
import { untilStopped } from '../dev/until-stopped.ts';
import { localUrl } from '../dev/wait-until-ready.ts';
import { namedFile, namedFolder } from '../named-paths.ts';
import type { ServedSpec } from '../serve/served-spec.ts';
import { specRunnable } from '../serve/spec-runnable.ts';

type Environment = CommandContext['env'];

export const serve: Command = {
  usage:
    'brrt serve <app | spec> [--handlers <folder>] [--config <config.yaml>] [--overlay <file>]… [--skip-broken] [--port <number>] [--json]',
  summary:
    'Runs an app, or a contract without a workspace, and takes up every change of code, contract and configuration while it serves (behind `nx serve`). A contract is served with all that a service has: configuration, security, metrics, traces, docs, the dashboard, and handlers of a folder with a file per operation; what has no handler answers from the contract. (`brrt mock` only answers, and needs less.) Security schemes without configuration take any credential of the right form.',
  async run(args, context) {
    const { workspaceRoot } = context;
    const { named, served, port, json } = readArguments(args, context);
    const given = port === undefined ? context.env : { ...context.env, PORT: port };
    if (served !== undefined) {
      if (given.NODE_ENV === 'production')
        throw new UsageError('a contract without a workspace is served for development, and NODE_ENV is production');
      return run((env) => specRunnable({ served, workspaceRoot, env }), { env: given, json }, context);
    }
    const app = findApp(workspaceRoot, named);
    const env = port === undefined ? await ownEnvironment(app, given) : given;
    return run((own) => appRunnable({ app, workspaceRoot, env: own }), { env, json }, context);
  },
};

interface Arguments {
  readonly named: string | undefined;
  /** Undefined: an app is meant. */
  readonly served: ServedSpec | undefined;
  readonly port: string | undefined;
  readonly json: boolean;
}

function readArguments(args: readonly string[], { workspaceRoot }: CommandContext): Arguments {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      handlers: { type: 'string' },
      config: { type: 'string' },
      overlay: { type: 'string', multiple: true, default: [] },
      'skip-broken': { type: 'boolean', default: false },
      port: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const named = onlyNamed(positionals);
  const { port, json } = values;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    throw new UsageError('--port has to be a whole number from 0 to 65535');
  if (named === undefined || !isFile(named, workspaceRoot)) {
    const own = (['handlers', 'config'] as const).find((option) => values[option] !== undefined);
    if (own !== undefined) throw new UsageError(`--${own} goes with a contract; an app has its own`);
    return { named, served: undefined, port, json };
  }
  const spec = namedFile(named);
  return {
    named,
    port,
    json,
    served: {
      name: nameOf(spec),
      spec,
      overlays: values.overlay.map((overlay) => namedFile(overlay, '--overlay')),
      skipBroken: values['skip-broken'],
      handlers: values.handlers && namedFolder(values.handlers, '--handlers'),
      config: values.config && namedFile(values.config, '--config'),
    },
  };
}

/** Not an app of the workspace, by its name or its folder. */
function isFile(named: string, workspaceRoot: string): boolean {
  const path = resolve(named);
  if (listApps(workspaceRoot).some(({ name, folder }) => folder === path || (name === named && !existsSync(path))))
    return false;
  return existsSync(path) || extname(named) !== '';
}

/** `pets.yaml` → `pets`; a file that is called as all others is named after its folder. */
function nameOf(spec: string): string {
  const stem = basename(spec).replace(/\..*$/, '');
  return kebabCase(stem === 'openapi' || stem === 'swagger' ? basename(dirname(spec)) : stem) || 'service';
}

interface Settings {
  readonly env: Environment;
  readonly json: boolean;
}

async function run(
  runnableIn: (env: Environment) => Runnable,
  { env, json }: Settings,
  context: CommandContext,
): Promise<number> {
  const { workspaceRoot, forward, formatLine, warn } = context;
  // Standard output has JSON and nothing else, or what people read.
  const print = json ? warn : context.print;
  const { app, address } = runnableIn(env);
  const wanted = await address();
  const taken = wanted === undefined ? undefined : await explainPorts(wanted);
  if (taken !== undefined) {
    const other = (wanted?.port ?? 0) + 100;
    const mend = app.contract === undefined ? `PORT=${other} npx nx serve ${app.name}` : `--port ${other}`;
    warn(`${app.name}: ${taken}. Stop it, or choose another port: ${mend}`);
    return 1;
  }
  const dashboard = await joinDashboard(context);
  if (dashboard.url !== undefined) print(`brrt: dashboard at ${dashboard.url}`);
  const ownEnv = { ...env, ...dashboard.env };
  return untilStopped((end) => {
    const runner = createAppRunner({
      runnable: runnableIn(ownEnv),
      workspaceRoot,
      env: ownEnv,
      report(event) {
        report(event);
        if (json) context.print(JSON.stringify(event));
      },
      print: (line) => print(`brrt: ${line}`),
      ...(formatLine === undefined || json ? {} : { onLine: (line) => forward(formatLine(line)) }),
      onReady: (at, milliseconds) =>
        print(`brrt: ${app.name} is ready at ${localUrl(at)} (${(milliseconds / 1000).toFixed(1)} s)`),
      onUnexpectedEnd: (exit) => {
        warn(`brrt: ${app.name} ended with ${exit.signal ?? `code ${exit.code}`}${hopeAfter(exit)}`);
        if (!exit.wasReady && !exit.afterChange) end(exit.code === 0 ? 1 : (exit.code ?? 1));
      },
    });
    const report = dashboard.add(app, runner);
    return async () => {
      await runner.stop();
      await dashboard.close();
    };
  });
}

function hopeAfter({ wasReady, afterChange }: UnexpectedEnd): string {
  return wasReady || afterChange ? '; it starts again when a file changes' : '';
}
