import { type GeneratorCallback, logger } from '@nx/devkit';
import { emitPackage } from '../../emit/emit-package.ts';
import { type AppTree, GeneratorInputError } from '../app-tree.ts';

/**
 * `@acme/orders-client` → `packages/orders-client`
 * @throws GeneratorInputError for what npm takes for no name
 */
export function packageFolder(name: string): string {
  const folder = /^(?:@[a-z0-9][a-z0-9._-]*\/)?([a-z0-9][a-z0-9._-]*)$/.exec(name)?.[1];
  if (folder === undefined)
    throw new GeneratorInputError(`'${name}' is no name of an npm package: small letters, digits, - . _`);
  return `packages/${folder}`;
}

/** What a package has beside its client; files that are there stay. */
export function writePackage(
  { root, read, write }: AppTree,
  options: { readonly name: string; readonly service: string },
): GeneratorCallback {
  for (const file of emitPackage(options)) if (read(file.path) === undefined) write(file);
  return () =>
    logger.info(`${root}: npx nx build ${root.slice('packages/'.length)} makes ${root}/dist, which npm can publish.`);
}
