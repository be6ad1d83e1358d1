import { parseArgs } from 'node:util';
import { findApp } from '../app-folder.ts';
import type { Command } from '../command.ts';
import { joinDashboard } from '../dashboard/join-dashboard.ts';
import { createAppRunner, type UnexpectedEnd } from '../dev/app-runner.ts';
import { explainPorts } from '../dev/check-port.ts';
import { ownEnvironment } from '../dev/own-environment.ts';
import { readAddress } from '../dev/read-address.ts';
import { untilStopped } from '../dev/until-stopped.ts';
import { localUrl } from '../dev/wait-until-ready.ts';

export const serve: Command = {
  usage: 'brrt serve <app>',
  summary: 'Runs an app, which takes up every change of its code or contract while it serves (behind `nx serve`).',
  async run(args, context) {
    const { workspaceRoot, print, forward, formatLine, warn } = context;
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
    const app = findApp(workspaceRoot, positionals[0]);
    const env = await ownEnvironment(app, context.env);
    const address = await readAddress(app, env);
    const taken = address === undefined ? undefined : await explainPorts(address);
    if (taken !== undefined) {
      warn(
        `${app.name}: ${taken}. Stop it, or choose another port: PORT=${(address?.port ?? 0) + 100} npx nx serve ${app.name}`,
      );
      return 1;
    }
    const dashboard = await joinDashboard(context);
    if (dashboard.url !== undefined) print(`brrt: dashboard at ${dashboard.url}`);
    return untilStopped((end) => {
      const runner = createAppRunner({
        app,
        workspaceRoot,
        env: { ...env, ...dashboard.env },
        report: (event) => report(event),
        print: (line) => print(`brrt: ${line}`),
        ...(formatLine === undefined ? {} : { onLine: (line) => forward(formatLine(line)) }),
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
  },
};

function hopeAfter({ wasReady, afterChange }: UnexpectedEnd): string {
  return wasReady || afterChange ? '; it starts again when a file changes' : '';
}
