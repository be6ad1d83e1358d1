import { parseArgs } from 'node:util';
import { findApp } from '../app-folder.ts';
import type { Command } from '../command.ts';
import { generateApp } from '../generate-app.ts';

export const generate: Command = {
  usage: 'brrt generate <app> [--skip-broken] [--json]',
  summary:
    'Writes what the contracts determine into src/generated; exit code 1 when a contract is broken. --skip-broken leaves out the operations that cannot be read (they answer 501) and is remembered; --no-skip-broken ends it.',
  async run(args, { workspaceRoot, print, warn }) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      options: { json: { type: 'boolean', default: false }, 'skip-broken': { type: 'boolean' } },
    });
    const app = findApp(workspaceRoot, positionals[0]);
    const skipBroken = values['skip-broken'];
    const result = await generateApp(workspaceRoot, app, skipBroken === undefined ? {} : { skipBroken });
    if (values.json) print(JSON.stringify({ app: app.name, ...result }));
    else {
      for (const line of result.report) (result.succeeded ? print : warn)(line);
      if (result.succeeded && result.written.length === 0) print(`${app.name}: generated code is up to date`);
    }
    return result.succeeded ? 0 : 1;
  },
};
