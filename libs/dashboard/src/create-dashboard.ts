import type { Duplex } from 'node:stream';
import { acceptMember } from './attach/accept-member.ts';
import type { WorkspaceTools } from './contract/workspace-tools.ts';
import { createDashboardCore } from './dashboard-core.ts';
import { DashboardError } from './dashboard-error.ts';
import { createDashboardServer } from './server/dashboard-server.ts';
import { createIntakeServer } from './server/intake-server.ts';
import { closeServer, listenOn } from './server/loopback-server.ts';
import { openState, writeState } from './server/state-file.ts';
import type { Workspace } from './services/workspace.ts';

export interface DashboardOptions {
  /** Name of the workspace, as it is shown. */
  readonly name: string;
  /** `.brrt` of the workspace. */
  readonly stateFolder: string;
  /** 0: any. */
  readonly port: number;
  /** 0: any. */
  readonly otlpPort: number;
  /** Asked for when they are needed. */
  readonly tools: () => Promise<WorkspaceTools>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onFailure: (error: unknown) => void;
  /** Takes what the developer should know. */
  readonly report: (message: string) => void;
}

export interface Dashboard extends Workspace {
  /** What to open, with the token. */
  readonly url: string;
  /** `http://127.0.0.1:4318` */
  readonly otlpUrl: string;
  close(): Promise<void>;
}

/**
 * Opens both ports, then returns; what is behind them is loaded when it is first asked for.
 * @throws DashboardError in production, where a port is taken, and where the state is open to others
 */
export async function openDashboard(options: DashboardOptions): Promise<Dashboard> {
  if (options.env.NODE_ENV === 'production') throw new DashboardError('the dashboard does not run in production');
  const { token } = openState(options.stateFolder);
  const core = createDashboardCore(options);
  const members = new Set<Duplex>();
  const server = createDashboardServer({
    token,
    routes: core.routes,
    page: async () => (await core.load()).page(),
    onAttach: (socket) => {
      members.add(socket);
      socket.once('close', () => members.delete(socket));
      acceptMember(socket, core.registry);
    },
    onFailure: options.onFailure,
  });
  const intake = createIntakeServer(async () => (await core.load()).intake);
  const close = async (): Promise<void> => {
    await closeServer(intake);
    // History is written before anybody sees that the place of the host is free.
    await core.close();
    for (const socket of members) socket.destroy();
    await closeServer(server);
  };
  try {
    const url = `http://127.0.0.1:${await listenOn(server, options.port)}`;
    const otlpUrl = `http://127.0.0.1:${await listenOn(intake, options.otlpPort)}`;
    writeState(options.stateFolder, { token, url, otlpUrl, pid: process.pid });
    const { add, report } = core.registry;
    return { url: `${url}/?token=${token}`, otlpUrl, add, report, close };
  } catch (error) {
    await close();
    throw error;
  }
}
