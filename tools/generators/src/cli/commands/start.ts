import { parseArgs } from 'node:util';
import { readCalledServices } from '../../plugin/read-called-services.ts';
import { type App, findApp, listApps } from '../app-folder.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { type DashboardLink, joinDashboard } from '../dashboard/join-dashboard.ts';
import { type AppRunner, createAppRunner, type UnexpectedEnd } from '../dev/app-runner.ts';
import { type Address, explainPort } from '../dev/check-port.ts';
import { readAddress } from '../dev/read-address.ts';
import { appRunnable } from '../dev/runnable.ts';
import { untilStopped } from '../dev/until-stopped.ts';
import { servicesTable } from '../services-table.ts';

const defaultApp = 'bff';
const readyTimeoutSeconds = 60;

export const start: Command = {
  usage: 'brrt start [app…]',
  summary: 'Serves the BFF, or the named apps, and every service they call; prints their URLs when all are ready.',
  async run(args, context) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
    const apps = withCalledServices(context.workspaceRoot, named(context.workspaceRoot, positionals));
    // One PORT cannot be the port of several apps.
    const ownPorts: CommandContext = { ...context, env: { ...context.env, PORT: undefined } };
    const ready = (await portsAreFree(apps, ownPorts)) && (await isGenerated(apps, ownPorts));
    return ready ? runAll(apps, ownPorts, await joinDashboard(ownPorts)) : 1;
  },
};

function named(workspaceRoot: string, names: readonly string[]): readonly App[] {
  if (names.length > 0) return names.map((name) => findApp(workspaceRoot, name));
  const all = listApps(workspaceRoot);
  if (all.length === 0) throw new UsageError('there is no apps/<name>/openapi.yaml here to start');
  const bff = all.find(({ name }) => name === defaultApp);
  return bff === undefined ? all : [bff];
}

/** The apps and, after them, what they call, directly or not; each once. */
function withCalledServices(workspaceRoot: string, apps: readonly App[]): readonly App[] {
  const known = listApps(workspaceRoot);
  const found = new Map(apps.map((app) => [app.name, app]));
  // A Map visits what is added while it is walked.
  for (const app of found.values()) {
    for (const client of readCalledServices(app.folder)) {
      const service = known.find(({ name }) => name === client);
      if (service !== undefined && !found.has(client)) found.set(client, service);
    }
  }
  return [...found.values()];
}

async function portsAreFree(apps: readonly App[], { env, warn }: CommandContext): Promise<boolean> {
  const problems: string[] = [];
  const takenBy = new Map<number, string>();
  for (const app of apps) {
    const address = await readAddress(app, env);
    const addresses = [address, address?.management].filter((each) => each !== undefined);
    for (const { port, host } of addresses) {
      const other = takenBy.get(port);
      const problem = other === undefined ? await explainPort({ port, host }) : `port ${port} is that of ${other} too`;
      if (problem !== undefined)
        problems.push(`${app.name}: ${problem}; set another \`port\` in ${app.root}/config.yaml`);
      takenBy.set(port, app.name);
    }
  }
  for (const problem of problems) warn(problem);
  return problems.length === 0;
}

/** Brings generated code up to date, which is nothing to do in a clean checkout. */
async function isGenerated(apps: readonly App[], { workspaceRoot, print, warn }: CommandContext): Promise<boolean> {
  const { generateApp } = await import('../generate-app.ts');
  let succeeded = true;
  for (const app of apps) {
    const result = await generateApp(workspaceRoot, app);
    for (const line of result.report) (result.succeeded ? print : warn)(line);
    succeeded &&= result.succeeded;
  }
  return succeeded;
}

function runAll(apps: readonly App[], context: CommandContext, dashboard: DashboardLink): Promise<number> {
  const { env, workspaceRoot, print, forward, formatLine = asItIs, warn } = context;
  print(`Starting ${apps.map(({ name }) => name).join(', ')} …`);
  const width = Math.max(...apps.map(({ name }) => name.length));
  const waiting = new Map<string, App>(apps.map((app) => [app.name, app]));
  const addresses = new Map<App, Address>();
  const ended = new Set<App>();
  return untilStopped((end) => {
    const fail = (message: string): void => {
      warn(`brrt start: ${message}`);
      end(1);
    };
    const timeout = setTimeout(() => {
      fail(`${[...waiting.keys()].join(', ')} not ready after ${readyTimeoutSeconds} s`);
    }, readyTimeoutSeconds * 1000);
    const run = (app: App): AppRunner => {
      const prefix = `${app.name.padEnd(width)} |`;
      const ownEnv = { ...env, ...dashboard.env };
      const runner = createAppRunner({
        runnable: appRunnable({ app, workspaceRoot, env: ownEnv }),
        workspaceRoot,
        env: ownEnv,
        report: (event) => report(event),
        print: (line) => print(`${prefix} ${line}`),
        onLine: (line) => forward(`${prefix} ${formatLine(line).replaceAll('\n', `\n${prefix} `)}`),
        onReady: (address, milliseconds) => {
          addresses.set(app, address);
          ended.delete(app);
          if (!waiting.delete(app.name)) print(`${prefix} ready again (${(milliseconds / 1000).toFixed(1)} s)`);
          else if (waiting.size === 0) {
            clearTimeout(timeout);
            servicesTable(apps, addresses, { env, dashboard: dashboard.url }).then(print, (error: Error) =>
              fail(error.message),
            );
          }
        },
        onUnexpectedEnd: (exit) => {
          if (!exit.wasReady && !exit.afterChange)
            return fail(`${app.name} ended with ${ending(exit)}; everything stops`);
          // One service down is what the others have to bear: callers answer 502 meanwhile.
          ended.add(app);
          warn(
            `${prefix} ENDED with ${ending(exit)}; the others go on, and it starts again with the next change of its files`,
          );
          if (ended.size === apps.length) fail('no service is left');
        },
      });
      const report = dashboard.add(app, runner);
      return runner;
    };
    const runners = apps.map(run);
    return async () => {
      clearTimeout(timeout);
      await Promise.all(runners.map((runner) => runner.stop()));
      await dashboard.close();
    };
  });
}

function asItIs(line: string): string {
  return line;
}

function ending({ code, signal }: UnexpectedEnd): string {
  return signal ?? `code ${code}`;
}
