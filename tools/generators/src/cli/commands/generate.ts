import { parseArgs } from 'node:util';
import { findApp } from '../app-folder.ts';
import type { Command } from '../command.ts';
import { generateApp } from '../generate-app.ts';

export const generate: Command = {
  usage: 'brrt generate <app> [--json]',
  summary: 'Writes what the contracts determine into src/generated; exit code 1 when a contract is broken.',
  async run(args, { workspaceRoot, print, warn }) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const app = findApp(workspaceRoot, positionals[0]);
    const result = await generateApp(workspaceRoot, app);
    if (values.json) print(JSON.stringify({ app: app.name, ...result }));
    else {
      for (const line of result.report) (result.succeeded ? print : warn)(line);
      if (result.succeeded && result.written.length === 0) print(`${app.name}: generated code is up to date`);
    }
    return result.succeeded ? 0 : 1;
  },
};
