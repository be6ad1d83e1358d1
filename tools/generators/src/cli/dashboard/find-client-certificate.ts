import { readFile } from 'node:fs/promises';
import { readConfig } from '@brrt/router-core/config';
import { listApps } from '../app-folder.ts';

/** What a caller shows who is told apart by his certificate. */
export interface ClientCertificate {
  /** App of the workspace whose certificate it is. */
  readonly app: string;
  readonly cert: string;
  readonly key: string;
}

interface Workspace {
  readonly workspaceRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The certificate with which an app of the workspace calls `service` (`clients.<service>.tls`): the console may show the same one. */
export async function findClientCertificate(
  service: string,
  { workspaceRoot, env }: Workspace,
): Promise<ClientCertificate | undefined> {
  for (const { name, folder } of listApps(workspaceRoot)) {
    try {
      const { clients } = await readConfig({ directory: folder, env });
      const tls = Object.hasOwn(clients, service) ? clients[service]?.tls : undefined;
      if (tls?.certFile === undefined || tls.keyFile === undefined) continue;
      const [cert, key] = await Promise.all([tls.certFile, tls.keyFile].map((file) => readFile(file, 'utf8')));
      if (cert !== undefined && key !== undefined) return { app: name, cert, key };
    } catch {
      // An app whose configuration or files are wrong says so itself when it starts.
    }
  }
  return undefined;
}
