import { readConfig, type ServiceConfig } from '@brrt/router-core/config';
import type { App } from './app-folder.ts';
import type { Address } from './dev/check-port.ts';
import { localUrl } from './dev/wait-until-ready.ts';
import { exampleCall } from './example-call.ts';
import { formatTable } from './format-table.ts';
import { readContract } from './read-contract.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface TableOptions {
  readonly env: Environment;
  /** What to open, with its token. */
  readonly dashboard: string | undefined;
}

/** What `npm start` shows when everything answers: URLs, and a call to copy for each app. */
export async function servicesTable(
  apps: readonly App[],
  addresses: ReadonlyMap<App, Address>,
  { env, dashboard }: TableOptions,
): Promise<string> {
  const rows = apps.map((app) => {
    const url = localUrl(addresses.get(app) ?? { host: '127.0.0.1', port: 0 });
    return [app.name, url, `${url}/openapi.json`, `${url}/ready`];
  });
  const calls = await Promise.all(apps.map((app, index) => callLines(app, rows[index]?.[1] ?? '', env)));
  const table = formatTable([['service', 'URL', 'contract', 'ready'], ...rows]);
  const opened = dashboard === undefined ? [] : ['', `Dashboard: ${dashboard}`];
  return ['', ...table, ...opened, '', 'Try:', ...calls.flat(), '', 'Ctrl-C stops everything.'].join('\n');
}

async function callLines(app: App, url: string, env: Environment): Promise<readonly string[]> {
  const { model } = await readContract(app);
  if (model === undefined) return [];
  const config: ServiceConfig = await readConfig({ directory: app.folder, env });
  const call = exampleCall(model, config, url);
  if (call === undefined) return [];
  const keys = call.usesCredential ? [`  # development credentials: ${app.root}/config.development.yaml`] : [];
  return [...keys, `  ${call.command}`];
}
