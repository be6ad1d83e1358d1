import type { ServiceModel } from '@brrt/service-model';
import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { aggregatesFile } from '../../compose/compose-app.ts';
import { emitAggregates, emitComposition } from '../../compose/emit-composition.ts';
import { compositionFile } from '../../compose/read-composition.ts';
import { calledServices } from '../../emit/deploy/deploy-input.ts';
import { createAppModels } from '../app-models.ts';
import { appTree, existingService, GeneratorInputError, serviceTrees } from '../app-tree.ts';
import { checkName } from '../check-name.ts';
import { addPartClients } from '../client/part-clients.ts';
import { composeContract } from '../compose-contract.ts';
import { syncDeployments } from '../deploy/deploy-files.ts';
import { findOperation } from '../find-operation.ts';
import { generateService } from '../service/generator.ts';
import { updateWorkspaceGuide } from '../workspace-guide.ts';

export interface BffGeneratorOptions {
  readonly name: string;
  /** Comma-separated names of services. */
  readonly services?: string;
  /** Comma-separated names of contracts; by default `web`. */
  readonly contracts?: string;
  /** Comma-separated `operationId`s, or `<service>:<operationId>`; by default all. */
  readonly operations?: string;
  readonly port?: number;
  /** False: a new BFF has no Dockerfile and no manifests. */
  readonly deploy?: boolean;
}

/** A BFF whose contract is composed of those of services. What exists is kept; twice changes nothing. */
export default async function bffGenerator(tree: Tree, options: BffGeneratorOptions): Promise<GeneratorCallback> {
  checkName(tree, options.name);
  const app = appTree(tree, options.name);
  const models = createAppModels(serviceTrees(tree), tree.root);
  if (app.read(compositionFile) === undefined) {
    if (app.read('openapi.yaml') !== undefined)
      throw new GeneratorInputError(`${app.root} has a contract that nobody composed: give the BFF another name.`);
    const services = await chosenOperations(tree, options, models.modelOf);
    const contracts = listOf(options.contracts ?? 'web');
    const text = emitComposition({ name: app.name, contracts, services });
    app.write({ path: compositionFile, text, owner: 'developer' });
    app.write({ path: aggregatesFile, text: emitAggregates(app.name), owner: 'developer' });
  } else if (options.services !== undefined) {
    logger.info(`${app.root}/${compositionFile} stays: change it there, then run npx nx sync.`);
  }
  const composed = await composeContract(app, tree.root, models.modelOf);
  const made = await generateService(tree, { name: app.name, ...choicesOf(options) }, composed.contract);
  const model = await createAppModels(serviceTrees(tree), tree.root).modelOf(app.name);
  if (model !== undefined) await addPartClients(tree, app, model);
  await syncDeployments(tree, [app.name, ...calledServices(app)]);
  updateWorkspaceGuide(tree);
  return made;
}

/** By service, in the order in which they were named. */
async function chosenOperations(
  tree: Tree,
  { name, services, operations }: BffGeneratorOptions,
  modelOf: (service: string) => Promise<ServiceModel | undefined>,
): Promise<ReadonlyMap<string, 'all' | readonly string[]>> {
  const names = listOf(services ?? '').map((service) => existingService(tree, service).name);
  if (names.length === 0)
    throw new GeneratorInputError(
      `apps/${name} is new: say whose operations it has with --services <service>,<service>.`,
    );
  const chosen = new Map<string, 'all' | readonly string[]>(names.map((service) => [service, 'all']));
  if (operations === undefined) return chosen;
  for (const service of names) chosen.set(service, []);
  for (const wanted of listOf(operations)) {
    const [id = '', service] = wanted.split(':').reverse();
    const owners = await ownersOf(id, service === undefined ? names : [existingService(tree, service).name], modelOf);
    const [owner, other] = owners;
    if (owner === undefined) throw new GeneratorInputError(`None of ${names.join(', ')} has an operation ${wanted}.`);
    if (other !== undefined)
      throw new GeneratorInputError(
        `${owner} and ${other} have an operation ${id}: write ${owner}:${id} or ${other}:${id}.`,
      );
    const model = await modelOf(owner);
    if (model === undefined) continue;
    chosen.set(owner, [...(chosen.get(owner) ?? []), findOperation(model, id).id]);
  }
  return new Map([...chosen].filter(([, ids]) => ids.length > 0));
}

async function ownersOf(
  id: string,
  services: readonly string[],
  modelOf: (service: string) => Promise<ServiceModel | undefined>,
): Promise<readonly string[]> {
  const owners: string[] = [];
  for (const service of services) {
    const model = await modelOf(service);
    if (model?.operations.some((operation) => operation.id === id || operation.name === id)) owners.push(service);
  }
  return owners;
}

function choicesOf({ port, deploy = true }: BffGeneratorOptions): Pick<BffGeneratorOptions, 'port' | 'deploy'> {
  return port === undefined ? { deploy } : { port, deploy };
}

function listOf(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  ];
}
