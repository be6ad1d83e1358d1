import type { ServiceModel } from '@brrt/service-model';
import { logger, type Tree } from '@nx/devkit';
import { dashboardFile, emitObservability } from '../../emit/observability/emit-observability.ts';
import { type ClientChanges, reconcileClients } from '../../emit/reconcile-clients.ts';
import { reconcileService } from '../../emit/reconcile-service.ts';
import { checkWrites } from '../../verify/check-emitted.ts';
import { type AppModels, createAppModels } from '../app-models.ts';
import { type AppTree, consumerTrees, serviceTrees } from '../app-tree.ts';
import { addPassedServices } from '../client/client-config.ts';
import { addPartClients } from '../client/part-clients.ts';
import { syncDeployment } from '../deploy/deploy-files.ts';
import { describeChanges } from '../describe-changes.ts';
import { objectivesOf } from '../grafana/generator.ts';
import { updateWorkspaceGuide } from '../workspace-guide.ts';

interface SyncResult {
  readonly outOfSyncMessage?: string;
  readonly outOfSyncDetails?: string[];
}

/**
 * Lets the generated code, registries and clients of every app follow their contracts.
 * @throws GeneratorInputError for a contract that cannot be read
 */
export default async function syncGenerator(tree: Tree): Promise<SyncResult> {
  const apps = serviceTrees(tree);
  const models = createAppModels(apps, tree.root);
  const written: string[] = [];
  const notes: string[] = [];
  for (const app of apps) {
    const model = await models.modelOf(app.name);
    if (model === undefined) continue;
    written.push(...(await addPartClients(tree, app, model)));
    const service = await reconcileService(model, { service: app.name, read: app.read });
    const clients = await clientsOf(app, models);
    for (const file of await checkWrites([...service.writes, ...clients.writes], app.name)) {
      app.write(file);
      written.push(`${app.root}/${file.path}`);
    }
    for (const path of service.removes) app.remove(path);
    written.push(...(await configurePassed(app, model, models, apps)));
    written.push(...syncObservability(tree, app.name, model));
    notes.push(...describeChanges(app, service), ...describeClients(app, clients));
  }
  // Now that every configuration says whom its service calls.
  for (const app of apps) {
    const model = await models.modelOf(app.name);
    if (model !== undefined) written.push(...syncDeployment(tree, app, model));
  }
  for (const consumer of consumerTrees(tree)) {
    const clients = await clientsOf(consumer, models);
    for (const file of await checkWrites(clients.writes, consumer.name)) {
      consumer.write(file);
      written.push(`${consumer.root}/${file.path}`);
    }
    notes.push(...describeClients(consumer, clients));
  }
  written.push(...updateWorkspaceGuide(tree));
  return resultOf([...models.written, ...written], notes);
}

function clientsOf(app: AppTree, { modelOf }: AppModels): Promise<ClientChanges> {
  return reconcileClients({
    services: app.clients(),
    read: app.read,
    modelOf,
  });
}

/** Entries in the configuration for services that operations go on to now; paths of what was changed. */
async function configurePassed(
  app: AppTree,
  model: ServiceModel,
  { modelOf }: AppModels,
  apps: readonly AppTree[],
): Promise<readonly string[]> {
  const files = ['config.yaml', 'config.development.yaml', 'config.production.yaml'];
  const before = files.map((path) => app.read(path));
  await addPassedServices(app, model, async (name) => {
    const called = apps.find((each) => each.name === name);
    const contract = await modelOf(name);
    return called === undefined || contract === undefined ? undefined : { app: called, model: contract };
  });
  return files.filter((path, index) => app.read(path) !== before[index]).map((path) => `${app.root}/${path}`);
}

function resultOf(written: readonly string[], notes: readonly string[]): SyncResult {
  if (written.length > 0) {
    return {
      outOfSyncMessage: 'Generated code does not follow its contract.',
      outOfSyncDetails: [...written, ...notes],
    };
  }
  // Nothing to write, so Nx says nothing: what needs a decision is said here.
  for (const note of notes) logger.warn(note);
  return {};
}

/** Dashboard and rules of a service that has them. */
function syncObservability(tree: Tree, service: string, model: ServiceModel): readonly string[] {
  if (!tree.exists(dashboardFile(service))) return [];
  const objective = objectivesOf(tree).of(service);
  const stale = emitObservability(model, { service, objective }).filter(
    ({ path, text }) => tree.read(path, 'utf8') !== text,
  );
  for (const { path, text } of stale) tree.write(path, text);
  return stale.map(({ path }) => path);
}

function describeClients({ root, name }: AppTree, { missing, vanished }: ClientChanges): readonly string[] {
  return [
    ...missing.map(
      (service) => `${root} has a client of ${service}, which is no app of this workspace: the file stays as it is.`,
    ),
    ...vanished.map(
      ({ service, operations }) =>
        `${root} names ${operations.join(', ')} of ${service}, which its contract no longer has${root.startsWith('apps/') ? `; npx nx g brrt:client ${service} --for ${name} lets go of that` : ''}.`,
    ),
  ];
}
