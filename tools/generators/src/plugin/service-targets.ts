import { basename } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { checkTarget, libraryTargets, lintTarget } from './library-targets.ts';

export interface ServiceParts {
  /** Services of the workspace that it calls. */
  readonly clients: readonly string[];
  /** It has a folder `deploy`. */
  readonly isDeployed: boolean;
}

/** Targets of an app with a contract. */
export function serviceTargets(
  root: string,
  { clients, isDeployed }: ServiceParts,
): Record<string, TargetConfiguration> {
  const inputs = ['default', 'generated', '^public'];
  return {
    generate: generateTarget(root),
    build: buildTarget(root),
    typecheck: afterGenerate({ ...libraryTargets(root).typecheck, inputs }),
    test: afterGenerate({ ...libraryTargets(root).test, inputs }),
    lint: { ...lintTarget(root), dependsOn: ['lint-spec', ...(isDeployed ? ['lint-deploy'] : [])] },
    ...(isDeployed ? { 'lint-deploy': lintDeployTarget(root) } : {}),
    'lint-spec': checkTarget(`brrt lint ${root}/openapi.yaml`, contractInputs),
    contract: contractTarget(root),
    serve: serveTarget(root, clients),
    mock: { command: `brrt mock ${basename(root)}`, continuous: true, options: { cwd: '{workspaceRoot}' } },
  };
}

/** Who calls whom is in the configurations of all apps. */
function lintDeployTarget(root: string): TargetConfiguration {
  return checkTarget(`brrt lint-deploy ${basename(root)}`, [
    '{projectRoot}/**/*.{yaml,yml,json}',
    '{projectRoot}/deploy/**/*',
    '{workspaceRoot}/apps/*/config*.yaml',
    '{workspaceRoot}/tools/generators/src/{lint-deploy,emit/deploy}/**/*',
    'sharedGlobals',
  ]);
}

/** What makes the contract: its file, what that refers to, overlays and locked copies, and what is approved of. */
const contractInputs = [
  '{projectRoot}/**/*.{yaml,yml,json,txt}',
  '{projectRoot}/openapi.remotes/**/*',
  '{projectRoot}/src/{authorize,handlers/index}.ts',
  '{workspaceRoot}/tools/generators/src/lint/**/*',
  'sharedGlobals',
];

/**
 * Makes the code follow the contracts. Not cached: it also edits the registry of handlers, which is no output but a
 * developer's file, and when everything agrees there is nothing to write.
 */
function generateTarget(root: string): TargetConfiguration {
  return {
    command: `brrt generate ${basename(root)}`,
    cache: false,
    outputs: ['{projectRoot}/src/generated'],
    options: { cwd: '{workspaceRoot}' },
  };
}

/**
 * Compares the contract with the base revision. Not cached: what that is lies in the history and the environment, and it
 * names the places in other projects where an operation is called.
 */
function contractTarget(root: string): TargetConfiguration {
  return {
    command: `brrt diff ${root}/openapi.yaml --base`,
    cache: false,
    outputs: [],
    options: { cwd: '{workspaceRoot}' },
  };
}

function buildTarget(root: string): TargetConfiguration {
  return afterGenerate({
    ...checkTarget(`brrt build ${basename(root)}`, [
      'production',
      'generated',
      '^public',
      '{workspaceRoot}/tools/generators/src/build/**/*',
    ]),
    outputs: ['{workspaceRoot}/dist/{projectRoot}'],
  });
}

function serveTarget(root: string, clients: readonly string[]): TargetConfiguration {
  return {
    command: `brrt serve ${basename(root)}`,
    continuous: true,
    dependsOn: ['generate', ...(clients.length > 0 ? [{ projects: [...clients], target: 'serve' }] : [])],
    options: { cwd: '{workspaceRoot}' },
  };
}

function afterGenerate(target: TargetConfiguration): TargetConfiguration {
  return { ...target, dependsOn: ['generate'] };
}
