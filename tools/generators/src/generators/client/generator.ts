import type { ServiceModel } from '@brrt/service-model';
import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { addClientConnection, addClientType, type ClientWiring } from '../../emit/edit-clients.ts';
import { clientName, connectName, emitClient, readClientScope } from '../../emit/emit-client.ts';
import { clientFile } from '../../emit/reconcile-clients.ts';
import { checkEmitted } from '../../verify/check-emitted.ts';
import { type AppTree, existingService, GeneratorInputError } from '../app-tree.ts';
import { readPort } from '../choose-port.ts';
import { findOperation } from '../find-operation.ts';
import { readAppContract } from '../read-contract.ts';
import { updateWorkspaceGuide } from '../workspace-guide.ts';
import { addClientConfig } from './client-config.ts';

export interface ClientGeneratorOptions {
  readonly service: string;
  readonly for: string;
  /** Comma-separated operationIds. */
  readonly operations?: string;
}

/** A client of `service` for another app, wired into its context, service and configuration. Twice changes nothing. */
export default async function clientGenerator(tree: Tree, options: ClientGeneratorOptions): Promise<GeneratorCallback> {
  const called = existingService(tree, options.service);
  const app = existingService(tree, options.for);
  if (called.name === app.name) throw new GeneratorInputError(`${app.root} does not need a client of itself.`);
  const { model } = await readAppContract(called, tree.root);
  const path = clientFile(called.name);
  const operations = wantedOperations(model, { wanted: options.operations, present: app.read(path) });
  const client = { path, text: emitClient(model, { service: called.name, operations }), owner: 'generator' } as const;
  for (const file of await checkEmitted([client], app.name)) app.write(file);
  addClientConfig(app, { called, port: readPort(called.read('config.yaml') ?? '') ?? 8080 });
  const unwired = wire(app, wiringOf(called.name));
  updateWorkspaceGuide(tree);
  return () => {
    logger.info(`${app.root} calls ${called.name} through context.clients.${wiringOf(called.name).member}.`);
    for (const line of unwired) logger.warn(line);
  };
}

/** What was chosen before stays; naming none means all. */
function wantedOperations(
  model: ServiceModel,
  { wanted, present }: { readonly wanted: string | undefined; readonly present: string | undefined },
): readonly string[] | 'all' {
  if (wanted === undefined) return present === undefined ? 'all' : (readClientScope(present)?.operations ?? 'all');
  const before = present === undefined ? [] : (readClientScope(present)?.operations ?? 'all');
  if (before === 'all') return 'all';
  const names = wanted.split(',').map((id) => findOperation(model, id.trim()).name);
  return [...new Set([...before, ...names])];
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
