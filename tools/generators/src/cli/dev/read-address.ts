import { readConfig } from '@brrt/router-core/config';
import type { App } from '../app-folder.ts';
import type { Address } from './check-port.ts';

/**
 * Where an app will listen in development.
 * Undefined when its configuration is wrong: the app says so itself, better than a runner could.
 */
export async function readAddress(
  app: App,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Address | undefined> {
  try {
    const { host, port, tls, management } = await readConfig({ directory: app.folder, env });
    return { host, port, secure: tls !== undefined, management };
  } catch {
    return undefined;
  }
}
