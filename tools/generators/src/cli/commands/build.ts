import { parseArgs } from 'node:util';
import { buildApp } from '../../build/build-app.ts';
import { findApp } from '../app-folder.ts';
import type { Command } from '../command.ts';

export const build: Command = {
  usage: 'brrt build <app> [--json]',
  summary: 'Bundles an app into dist/apps/<app>, which plain Node runs (behind `nx build`).',
  async run(args, { workspaceRoot, print }) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const app = findApp(workspaceRoot, positionals[0]);
    const built = await buildApp(workspaceRoot, app);
    if (values.json) print(JSON.stringify(built));
    else
      print(
        `${built.folder}: ${(built.bytes / 1024).toFixed(0)} KiB of code, start with: node ${built.folder}/main.mjs`,
      );
    return 0;
  },
};
