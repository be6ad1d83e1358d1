import { relative, resolve } from 'node:path';
import { buildPackages } from './build-packages.ts';

// `npm run build:packages`: what a release publishes, in dist/packages.
const root = resolve(import.meta.dirname, '../../../..');
for (const { name, folder, manifest } of await buildPackages(root, `${root}/dist/packages`))
  console.log(`${name}@${manifest.version}: ${relative(root, folder)}`);
