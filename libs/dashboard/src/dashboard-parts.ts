import type { OtlpIntake } from './server/intake-server.ts';
import type { PageFiles } from './server/page-files.ts';
import type { TelemetrySource } from './server/telemetry-source.ts';
import type { ServiceRegistry } from './services/service-registry.ts';

/** What is behind the two ports, and is not needed to open them. */
export interface DashboardParts {
  readonly store: TelemetrySource;
  readonly intake: OtlpIntake;
  readonly page: () => Promise<PageFiles>;
}

export interface PartsOptions {
  readonly stateFolder: string;
  readonly registry: ServiceRegistry;
}

export async function loadParts(_options: PartsOptions): Promise<DashboardParts> {
  const { createEmptySource } = await import('./server/empty-source.ts');
  return {
    store: createEmptySource(),
    intake: (message, response) => {
      message.resume();
      response.writeHead(503, { 'retry-after': '5' }).end();
    },
    page: async () => new Map(),
  };
}
