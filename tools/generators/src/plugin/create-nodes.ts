import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CreateNodes, type CreateNodesResult, createNodesFromFiles } from '@nx/devkit';
import { layerOf } from './layer-of.ts';
import { libraryTargets, packageTargets } from './library-targets.ts';
import { readCalledServices } from './read-called-services.ts';
import { serviceTargets } from './service-targets.ts';

/** Folders of `apps`, `libs`, `packages` and `tools` become projects by the files in them; there is no `project.json`. */
export const createNodes: CreateNodes = [
  '{apps,libs,packages,tools}/*/{openapi.yaml,tsconfig.json}',
  (files, options, context) =>
    createNodesFromFiles((file) => inferProject(file, context.workspaceRoot), files, options, context),
];

/** One project for one marker file, the path relative to the workspace. */
function inferProject(file: string, workspaceRoot: string): CreateNodesResult {
  const root = dirname(file);
  const isService = root.startsWith('apps/') && hasContract(workspaceRoot, root);
  return { projects: { [root]: isService ? inferService(root, workspaceRoot) : inferLibrary(root) } };
}

function hasContract(workspaceRoot: string, root: string): boolean {
  return existsSync(join(workspaceRoot, root, 'openapi.yaml'));
}

function inferService(root: string, workspaceRoot: string): NonNullable<CreateNodesResult['projects']>[string] {
  // A service that lives elsewhere has nothing here to be served first.
  const clients = readCalledServices(join(workspaceRoot, root)).filter((client) =>
    hasContract(workspaceRoot, `apps/${client}`),
  );
  return {
    name: basename(root),
    root,
    sourceRoot: `${root}/src`,
    projectType: 'application',
    tags: [`layer:${layerOf(root)}`, 'kind:service'],
    metadata: { description: `Service from the contract ${root}/openapi.yaml`, technologies: ['brrt'] },
    targets: serviceTargets(root, { clients, isDeployed: existsSync(join(workspaceRoot, root, 'deploy')) }),
  };
}

function inferLibrary(root: string): NonNullable<CreateNodesResult['projects']>[string] {
  return {
    name: basename(root),
    root,
    sourceRoot: `${root}/src`,
    projectType: root.startsWith('apps/') ? 'application' : 'library',
    tags: [`layer:${layerOf(root)}`],
    targets: root.startsWith('packages/') ? packageTargets(root) : libraryTargets(root),
  };
}
