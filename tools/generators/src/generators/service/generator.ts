import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { writeDocument } from '@brrt/service-model';
import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { emitService } from '../../emit/emit-service.ts';
import { reconcileService } from '../../emit/reconcile-service.ts';
import { type AppTree, appTree, GeneratorInputError } from '../app-tree.ts';
import { checkName } from '../check-name.ts';
import { choosePort, readPort } from '../choose-port.ts';
import { describeChanges } from '../describe-changes.ts';
import { type ReadContract, readAppContract, readSpec } from '../read-contract.ts';
import { describeService } from './describe-service.ts';
import { addNodeApplication } from './node-application.ts';

export interface ServiceGeneratorOptions {
  readonly name: string;
  /** Relative to where the command was given, else to the workspace. */
  readonly spec?: string;
  readonly port?: number;
}

/** A service that answers every operation of a contract at once. What exists is kept; twice changes nothing. */
export default async function serviceGenerator(
  tree: Tree,
  options: ServiceGeneratorOptions,
): Promise<GeneratorCallback> {
  checkName(tree, options.name);
  const app = appTree(tree, options.name);
  const isNew = app.read('openapi.yaml') === undefined;
  const contract = isNew ? await readSpec(specFile(tree, options), tree.root) : await readAppContract(app, tree.root);
  const port =
    (isNew ? undefined : readPort(app.read('config.yaml') ?? '')) ??
    choosePort(tree, { service: app.name, wanted: options.port });
  if (isNew) await addNodeApplication(tree, app.name);
  else if (options.spec !== undefined)
    logger.info(`${app.root}/openapi.yaml is there and stays: change the contract there, then run npx nx sync.`);
  const files = emitService(contract.model, {
    service: app.name,
    port,
    contract: app.read('openapi.yaml') ?? contractText(contract),
    secret: () => secret(app.name),
  });
  for (const file of files) {
    if (isNew || app.read(file.path) === undefined) app.write(file);
  }
  if (!isNew) await follow(app, contract);
  return () => logger.info(describeService(app, { model: contract.model, port, isNew }));
}

async function follow(app: AppTree, { model }: ReadContract): Promise<void> {
  const changes = await reconcileService(model, { service: app.name, read: app.read });
  for (const file of changes.writes) app.write(file);
  for (const path of changes.removes) app.remove(path);
  for (const line of describeChanges(app, changes)) logger.warn(line);
}

/** The one file as it was written; several as the one document that they are. */
function contractText({ model, files }: ReadContract): string {
  const [only] = files;
  return files.length === 1 && only !== undefined ? readFileSync(only, 'utf8') : writeDocument(model.document, 'yaml');
}

function specFile({ root }: Tree, { spec, name }: ServiceGeneratorOptions): string {
  if (spec === undefined)
    throw new GeneratorInputError(`apps/${name} is new: say which contract it serves with --spec <file>.`);
  // npx starts Nx at the root of the workspace and leaves the folder of the command here.
  return isAbsolute(spec) ? spec : resolve(process.env.INIT_CWD ?? root, spec);
}

function secret(service: string): string {
  return `dev-${service}-${randomBytes(6).toString('hex')}`;
}
