import type { DashboardParts } from '../dashboard-parts.ts';
import type { ServiceRegistry } from './service-registry.ts';
import type { WorkspaceApp, WorkspaceEvent } from './workspace.ts';

export interface LearnFactsOptions {
  readonly registry: ServiceRegistry;
  readonly load: () => Promise<DashboardParts>;
  /** Undefined: nobody needed them yet, so nothing is switched either. */
  readonly loaded: () => Promise<DashboardParts> | undefined;
  /** It is another one, or was refused. */
  readonly onContract: (service: string) => void;
}

/** Looks up what can be known of a service when one of its processes is ready, and follows its contract. */
export function learnFacts({ registry, load, loaded, onContract }: LearnFactsOptions) {
  return async (app: WorkspaceApp, event: WorkspaceEvent | undefined): Promise<void> => {
    if (event?.type === 'started') (await loaded())?.calls.started(app.name);
    if (event?.type === 'ready') {
      // Also where it began before anything was loaded, or under another dashboard.
      (await load()).calls.started(app.name);
      await learn(app);
      onContract(app.name);
    } else if (event?.type === 'changed') {
      await (await load()).contracts.changed(app, event);
      onContract(app.name);
    }
  };

  async function learn(app: WorkspaceApp): Promise<void> {
    const { contracts, tools } = await load();
    const { model, hash } = await contracts.served(app);
    registry.setFacts(app.name, {
      ...(model !== undefined && { title: model.title, version: model.version }),
      ...(hash !== undefined && { contractHash: hash }),
      clients: tools.clientsOf(app),
      operations: model?.operations.length ?? 0,
    });
  }
}
