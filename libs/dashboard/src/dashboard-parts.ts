import { join } from 'node:path';
import type { Console } from './console/console.ts';
import type { ContractHistory } from './contract/contract-history.ts';
import type { WorkspaceTools } from './contract/workspace-tools.ts';
import type { OtlpIntake } from './server/intake-server.ts';
import type { PageFiles } from './server/page-files.ts';
import type { ServiceRegistry } from './services/service-registry.ts';
import type { TelemetryStore } from './store/telemetry-store.ts';

/** What is behind the two ports, and is not needed to open them. */
export interface DashboardParts {
  readonly store: TelemetryStore;
  readonly intake: OtlpIntake;
  readonly page: () => Promise<PageFiles>;
  readonly calls: Console;
  readonly contracts: ContractHistory;
  readonly tools: WorkspaceTools;
}

export interface PartsOptions {
  readonly stateFolder: string;
  readonly registry: ServiceRegistry;
  readonly tools: () => Promise<WorkspaceTools>;
  /** Takes what a developer should know of the file that history is in. */
  readonly report: (message: string) => void;
}

export async function loadParts({
  stateFolder,
  registry,
  report,
  tools: loadTools,
}: PartsOptions): Promise<DashboardParts> {
  const [{ createTelemetryStore }, { createOtlpIntake }, { createConsole }, { createContractHistory }, tools] =
    await Promise.all([
      import('./store/telemetry-store.ts'),
      import('./otlp/otlp-intake.ts'),
      import('./console/console.ts'),
      import('./contract/contract-history.ts'),
      loadTools(),
    ]);
  const store = createTelemetryStore({ file: join(stateFolder, 'telemetry.sqlite'), report });
  return {
    store,
    intake: createOtlpIntake(store),
    page: async () => (await import('./page/load-page.ts')).loadPage(),
    calls: createConsole({
      tools: tools.contracts,
      addressOf: (service) => registry.addressOf(service),
      send: (service, message) => registry.send(service, message),
    }),
    contracts: createContractHistory(tools),
    tools,
  };
}
