import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuiltApp, buildApp } from '../../build/build-app.ts';
import { buildPackage } from '../../build/build-package.ts';
import { findApp } from '../app-folder.ts';
import { type Command, onlyNamed } from '../command.ts';

export const build: Command = {
  usage: 'brrt build <app | packages/name> [--json]',
  summary:
    'Bundles an app into dist/apps/<app>, which plain Node runs, or a package of a client into its dist, which browsers run (behind `nx build`).',
  async run(args, { workspaceRoot, print }) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const named = onlyNamed(positionals);
    const isPackage = named?.startsWith('packages/') === true && existsSync(join(workspaceRoot, named, 'package.json'));
    const built = isPackage
      ? await buildPackage(workspaceRoot, named)
      : await buildApp(workspaceRoot, findApp(workspaceRoot, named));
    print(values.json ? JSON.stringify(built) : describe(built, isPackage));
    return 0;
  },
};

function describe({ folder, bytes }: BuiltApp, isPackage: boolean): string {
  const start = isPackage ? '' : `, start with: node ${folder}/main.mjs`;
  return `${folder}: ${(bytes / 1024).toFixed(0)} KiB of code${start}`;
}
