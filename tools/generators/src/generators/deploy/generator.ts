import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { deployFolder } from '../../emit/deploy/emit-manifests.ts';
import { existingService, GeneratorInputError, serviceTrees } from '../app-tree.ts';
import { readAppContract } from '../read-contract.ts';
import { addDeployment } from './deploy-files.ts';

export interface DeployGeneratorOptions {
  /** All of them when left out. */
  readonly service?: string;
}

/** Dockerfile and Kubernetes manifests of a service. What a developer has changed stays; twice changes nothing. */
export default async function deployGenerator(
  tree: Tree,
  { service }: DeployGeneratorOptions,
): Promise<GeneratorCallback> {
  const apps = service === undefined ? serviceTrees(tree) : [existingService(tree, service)];
  if (apps.length === 0) throw new GeneratorInputError('There is no service: no folder of apps/ has an openapi.yaml.');
  for (const app of apps) addDeployment(tree, app, (await readAppContract(app, tree.root)).model);
  return () => {
    for (const { name, root } of apps) {
      logger.info(`docker build -f ${root}/${deployFolder}/Dockerfile -t ${name} .`);
      logger.info(`kubectl apply -k ${root}/${deployFolder}/overlays/production`);
    }
  };
}
