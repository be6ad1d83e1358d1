import type { ServiceModel } from '@brrt/service-model';
import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { type ClientRuntime, readClientScope } from '../../emit/client-scope.ts';
import { addClientConnection, addClientType, type ClientWiring } from '../../emit/edit-clients.ts';
import { clientName, connectName } from '../../emit/emit-client.ts';
import { clientFile, clientFiles } from '../../emit/reconcile-clients.ts';
import { checkEmitted } from '../../verify/check-emitted.ts';
import { type AppTree, appTree, existingService, folderTree, GeneratorInputError } from '../app-tree.ts';
import { checkName } from '../check-name.ts';
import { readPort } from '../choose-port.ts';
import { syncDeployments } from '../deploy/deploy-files.ts';
import { findOperation } from '../find-operation.ts';
import { readAppContract } from '../read-contract.ts';
import { updateWorkspaceGuide } from '../workspace-guide.ts';
import { addClientConfig } from './client-config.ts';
import { packageFolder, writePackage } from './client-package.ts';

export interface ClientGeneratorOptions {
  readonly service: string;
  readonly for?: string;
  /** `fetch`: for browsers, and whatever else has it. */
  readonly runtime?: ClientRuntime;
  /** Name of an npm package that is made of the client, in `packages/`; `fetch` only. */
  readonly package?: string;
  /** Comma-separated operationIds. */
  readonly operations?: string;
}

/**
 * A client of `service` for another app, wired into its context, service and configuration; or, on `fetch`, for any app and as a package.
 * Twice changes nothing.
 */
export default async function clientGenerator(tree: Tree, options: ClientGeneratorOptions): Promise<GeneratorCallback> {
  const called = existingService(tree, options.service);
  const consumer = consumerOf(tree, options);
  if (called.root === consumer.root)
    throw new GeneratorInputError(`${consumer.root} does not need a client of itself.`);
  const runtime = runtimeOf(consumer, called, options);
  const { model } = await readAppContract(called, tree.root);
  const operations = wantedOperations(model, { wanted: options.operations, present: presentClient(consumer, called) });
  if (runtime === 'fetch') refuseSockets(model, operations);
  const scope = { service: called.name, operations, ...(runtime === 'fetch' && { runtime }) };
  for (const file of await checkEmitted(clientFiles(model, scope), consumer.name)) consumer.write(file);
  if (options.package !== undefined) return writePackage(consumer, { name: options.package, service: called.name });
  if (runtime === 'fetch') return () => logger.info(fetchHint(consumer, called.name));
  addClientConfig(consumer, { called, port: readPort(called.read('config.yaml') ?? '') ?? 8080 });
  const unwired = wire(consumer, wiringOf(called.name));
  await syncDeployments(tree, [consumer.name, called.name]);
  updateWorkspaceGuide(tree);
  return () => {
    logger.info(`${consumer.root} calls ${called.name} through context.clients.${wiringOf(called.name).member}.`);
    for (const line of unwired) logger.warn(line);
  };
}

/** @throws GeneratorInputError for an app that is not there, and for choices that do not go together */
function consumerOf(tree: Tree, { for: app, package: packageName, runtime }: ClientGeneratorOptions): AppTree {
  if ((app === undefined) === (packageName === undefined)) {
    throw new GeneratorInputError(
      'Say who calls the service: --for <app>, or --package <name> for a package of its own.',
    );
  }
  if (packageName !== undefined) {
    if (runtime === 'undici') throw new GeneratorInputError('A package runs on fetch: leave --runtime out.');
    return folderTree(tree, packageFolder(packageName));
  }
  if (app === undefined || runtime !== 'fetch') return existingService(tree, app ?? '');
  const name = app.replace(/^apps\//, '');
  checkName(tree, name);
  const consumer = appTree(tree, name);
  if (tree.exists(consumer.root)) return consumer;
  throw new GeneratorInputError(`There is no folder ${consumer.root}: make the app first, or use --package <name>.`);
}

function presentClient(consumer: AppTree, called: AppTree): string | undefined {
  return consumer.read(clientFile(called.name));
}

/**
 * What was chosen before stays.
 * @throws GeneratorInputError for another choice: the code that calls the client would not be right any more
 */
function runtimeOf(consumer: AppTree, called: AppTree, options: ClientGeneratorOptions): ClientRuntime {
  const present = presentClient(consumer, called);
  const before = present === undefined ? undefined : (readClientScope(present)?.runtime ?? 'undici');
  const wanted = options.runtime ?? (options.package === undefined ? before : 'fetch') ?? 'undici';
  if (before === undefined || before === wanted) return wanted;
  throw new GeneratorInputError(
    `${consumer.root} has a client of ${called.name} on ${before} already: remove ${clientFile(called.name)} to have one on ${wanted}.`,
  );
}

/** @throws GeneratorInputError for an operation that was named and is a WebSocket; those that nobody named are left out */
function refuseSockets({ operations }: ServiceModel, wanted: readonly string[] | 'all'): void {
  const socket = operations.find(
    ({ name, webSocket }) => webSocket !== undefined && wanted !== 'all' && wanted.includes(name),
  );
  if (socket === undefined) return;
  throw new GeneratorInputError(
    `${socket.id} is a WebSocket, which a page opens with \`new WebSocket\`: leave it out of --operations.`,
  );
}

function fetchHint({ root }: AppTree, service: string): string {
  return `${root}/${clientFile(service)} has a function for each operation: createFetchClient of @brrt/fetch-client makes what they take first.`;
}

/** What was chosen before stays, but for what the contract no longer has; naming none means all. */
function wantedOperations(
  model: ServiceModel,
  { wanted, present }: { readonly wanted: string | undefined; readonly present: string | undefined },
): readonly string[] | 'all' {
  const chosen = present === undefined ? undefined : (readClientScope(present)?.operations ?? 'all');
  if (wanted === undefined && chosen === undefined) return 'all';
  const names = wanted?.split(',').map((id) => findOperation(model, id.trim()).name) ?? [];
  if (chosen === 'all') return 'all';
  const known = new Set([...model.operations, ...model.brokenOperations].map(({ name }) => name));
  return [...new Set([...(chosen ?? []).filter((name) => known.has(name)), ...names])];
}

/** How an app names the client of a service. */
export function wiringOf(service: string): ClientWiring {
  const member = service.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return { member, type: clientName(service), connect: connectName(service), file: `${service}.gen.ts` };
}

/** Enters the client in the files of the developer; what cannot be followed is left, and said. */
function wire(app: AppTree, wiring: ClientWiring): readonly string[] {
  const edits = [
    ['src/context.ts', addClientType, `add \`readonly ${wiring.member}: ${wiring.type}\` to the type of the clients`],
    [
      'src/service.ts',
      addClientConnection,
      `give createService \`clients: { ${wiring.member}: ${wiring.connect}(config) }\``,
    ],
  ] as const;
  return edits.flatMap(([path, edit, instruction]) => {
    const text = app.read(path);
    const edited = text === undefined ? undefined : edit(text, wiring);
    if (edited === undefined) return [`${app.root}/${path} has another form than a new service: ${instruction}.`];
    if (edited !== text) app.write({ path, text: edited, owner: 'developer' });
    return [];
  });
}
