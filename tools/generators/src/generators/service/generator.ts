import { randomBytes } from 'node:crypto';
import { join, relative, resolve } from 'node:path';
import { overlaysBeside, quoteWord } from '@brrt/service-model';
import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { compositionFile } from '../../compose/read-composition.ts';
import { calledServices } from '../../emit/deploy/deploy-input.ts';
import type { ContractChoices } from '../../emit/emit-contract.ts';
import { emitService } from '../../emit/emit-service.ts';
import type { EmittedFile } from '../../emit/emitted-file.ts';
import { contractFile, reconcileService } from '../../emit/reconcile-service.ts';
import { readSkipBroken } from '../../emit/skip-broken.ts';
import { contractDigest, readTaken } from '../../emit/taken-contract.ts';
import { checkEmitted, checkWrites } from '../../verify/check-emitted.ts';
import { type AppTree, appTree, GeneratorInputError, serviceTrees } from '../app-tree.ts';
import { checkName } from '../check-name.ts';
import { choosePort, readPort } from '../choose-port.ts';
import { addPassedServices, type CalledContract } from '../client/client-config.ts';
import { addDeployment, syncDeployments } from '../deploy/deploy-files.ts';
import { describeChanges } from '../describe-changes.ts';
import { type ReadContract, readAppContract, readSpec, type Spec } from '../read-contract.ts';
import { updateWorkspaceGuide } from '../workspace-guide.ts';
import { contractFiles } from './contract-files.ts';
import { describeService } from './describe-service.ts';
import { addNodeApplication } from './node-application.ts';

export interface ServiceGeneratorOptions {
  readonly name: string;
  /** Relative to where the command was given, else to the workspace. */
  readonly spec?: string;
  /** Overlays to apply to it, in this order, after those that lie beside it; relative as `spec`. */
  readonly overlay?: readonly string[];
  /** Take `spec` over although the service has another contract, edited or not. */
  readonly replaceContract?: boolean;
  readonly port?: number;
  /** Leave out operations that cannot be read; remembered by the service. Default: as it was chosen before. */
  readonly skipBroken?: boolean;
  /** False: a new service has no Dockerfile and no manifests. */
  readonly deploy?: boolean;
}

/** A service that answers every operation of a contract at once. What exists is kept; twice changes nothing. */
export default async function serviceGenerator(
  tree: Tree,
  options: ServiceGeneratorOptions,
): Promise<GeneratorCallback> {
  checkName(tree, options.name);
  const app = appTree(tree, options.name);
  if (options.spec !== undefined && app.read(compositionFile) !== undefined)
    throw new GeneratorInputError(`The contract of ${app.root} is composed: change ${app.root}/${compositionFile}.`);
  return generateService(tree, options);
}

/** As `serviceGenerator`; `composed` is the contract of an app whose contract is the generator's. */
export async function generateService(
  tree: Tree,
  options: ServiceGeneratorOptions,
  composed?: EmittedFile,
): Promise<GeneratorCallback> {
  const app = appTree(tree, options.name);
  const isNew = app.read('openapi.yaml') === undefined;
  if (composed !== undefined) app.write(composed);
  const skipBroken = options.skipBroken ?? readSkipBroken(app.read(contractFile));
  const { contract, taken, files: written } = await chooseContract(tree, app, { ...options, skipBroken });
  const port =
    (isNew ? undefined : readPort(app.read('config.yaml') ?? '')) ??
    choosePort(tree, { service: app.name, wanted: options.port });
  if (isNew) await addNodeApplication(tree, app.name);
  const files = emitService(contract.model, {
    service: app.name,
    port,
    contract: app.read('openapi.yaml') ?? written[0]?.text ?? '',
    secret: () => secret(app.name),
    skipBroken,
    isComposed: app.read(compositionFile) !== undefined,
  });
  for (const file of [...(await checkEmitted(files, app.name)), ...written.slice(1)]) {
    if (isNew || app.read(file.path) === undefined) app.write(file);
  }
  if (!isNew) await follow(app, contract, { taken, skipBroken });
  await addPassedServices(app, contract.model, (called) => calledContract(tree, called));
  if (isNew && options.deploy !== false) addDeployment(tree, app, contract.model);
  await syncDeployments(tree, [app.name, ...calledServices(app)]);
  updateWorkspaceGuide(tree);
  return () => logger.info(describeService(app, { model: contract.model, port, isNew }));
}

async function calledContract(tree: Tree, name: string): Promise<CalledContract | undefined> {
  const app = serviceTrees(tree).find((each) => each.name === name);
  return app && { app, model: (await readAppContract(app, tree.root)).model };
}

interface ChosenContract {
  readonly contract: ReadContract;
  /** What a given contract consists of as part of an app: `openapi.yaml`, then its overlays. */
  readonly files: readonly EmittedFile[];
  /** Digest of the contract, when it has just been taken over. */
  readonly taken?: string;
}

/** The contract of an app that exists stays, unless it is said that another one replaces it. */
async function chooseContract(tree: Tree, app: AppTree, options: ServiceGeneratorOptions): Promise<ChosenContract> {
  const current = app.read('openapi.yaml');
  if (current === undefined) {
    const spec = await specOf(tree, options);
    const contract = await readSpec(spec, tree.root, options);
    return { contract, files: contractFiles(contract, spec) };
  }
  const own = async () => ({ contract: await readAppContract(app, tree.root, options), files: [] });
  if (options.spec === undefined) return own();
  const spec = await specOf(tree, options);
  const given = await readSpec(spec, tree.root, options);
  const [{ text } = { text: '' }, ...overlays] = contractFiles(given, spec);
  if (options.replaceContract === true) {
    for (const overlay of overlays) app.write(overlay);
    if (text === current) return own();
    app.write({ path: 'openapi.yaml', text, owner: 'developer' });
    return { ...(await own()), taken: contractDigest(text) };
  }
  const isEdited = text !== current;
  if (isEdited && readTaken(app.read(contractFile)) !== contractDigest(text))
    throw new GeneratorInputError(await otherContract(app, given, { spec: options.spec, tree }));
  if (isEdited)
    logger.info(`${app.root}/openapi.yaml has been edited and stays: change the contract there, then run npx nx sync.`);
  for (const overlay of overlays) {
    const before = app.read(overlay.path);
    if (before === undefined) app.write(overlay);
    else if (before !== overlay.text) logger.info(`${app.root}/${overlay.path} is another one and stays.`);
  }
  return own();
}

/** Why the given contract is not taken over, and what would mean it. */
async function otherContract(
  app: AppTree,
  { model }: ReadContract,
  { spec, tree }: { readonly spec: string; readonly tree: Tree },
): Promise<string> {
  const changes = await reconcileService(model, { service: app.name, read: app.read });
  const own = relative(commandFolder(tree), join(tree.root, app.root, 'openapi.yaml'));
  return [
    `${app.root} has another contract than ${spec}; nothing was written.`,
    ...describeChanges(app, changes).map((line) => `With ${spec}: ${line}`),
    `What differs: npx brrt diff ${quoteWord(own)} ${quoteWord(spec)}`,
    `To write ${spec} over ${app.root}/openapi.yaml add --replace-contract: handlers stay. A service beside it needs another name.`,
  ].join('\n');
}

async function follow(app: AppTree, { model }: ReadContract, choices: ContractChoices): Promise<void> {
  const changes = await reconcileService(model, { service: app.name, read: app.read, ...choices });
  for (const file of await checkWrites(changes.writes, app.name)) app.write(file);
  for (const path of changes.removes) app.remove(path);
  for (const line of describeChanges(app, changes)) logger.warn(line);
}

async function specOf(tree: Tree, { spec, overlay = [], name }: ServiceGeneratorOptions): Promise<Spec> {
  if (spec === undefined)
    throw new GeneratorInputError(`apps/${name} is new: say which contract it serves with --spec <file>.`);
  const absolute = (path: string): string => resolve(commandFolder(tree), path);
  const file = absolute(spec);
  return { file, overlays: [...(await overlaysBeside(file)), ...overlay.map(absolute)] };
}

/** npx starts Nx at the root of the workspace and leaves the folder of the command here. */
function commandFolder({ root }: Tree): string {
  return process.env.INIT_CWD ?? root;
}

function secret(service: string): string {
  return `dev-${service}-${randomBytes(6).toString('hex')}`;
}
