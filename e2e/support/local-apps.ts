import { readConfig } from '@brrt/router-core/config';
import { createBffService } from '../../apps/bff/src/service.ts';
import { createPetstoreService } from '../../apps/petstore/src/service.ts';
import { createUserService } from '../../apps/user-service/src/service.ts';

const makers = { petstore: createPetstoreService, 'user-service': createUserService, bff: createBffService };

export type AppName = keyof typeof makers;

/** A service of the workspace in this process, on a free port, with the development configuration of its app and an empty database. */
export interface LocalApp extends AsyncDisposable {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param env `DATABASE_URL` and the addresses of called services among it; the log is silent unless it says otherwise */
export async function startApp(app: AppName, env: Readonly<Record<string, string>> = {}): Promise<LocalApp> {
  const directory = new URL(`../../apps/${app}/src`, import.meta.url).pathname;
  const config = await readConfig({ directory, env: { LOG_LEVEL: 'silent', ...env } });
  // The event loop is that of the test as well, which says nothing of what the service has to do.
  const http = { ...config.http, maxEventLoopDelayMs: 0, adaptiveConcurrency: false };
  const service = await makers[app]({ ...config, http, database: { file: ':memory:', url: env.DATABASE_URL } });
  const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
  return { url, stop: () => service.close(), [Symbol.asyncDispose]: () => service.close() };
}

export interface LocalApps extends AsyncDisposable {
  readonly petstore: LocalApp;
  readonly userService: LocalApp;
  readonly bff: LocalApp;
}

/** All three, which know each other. */
export async function startApps(): Promise<LocalApps> {
  const petstore = await startApp('petstore');
  const userService = await startApp('user-service', { PETSTORE_URL: petstore.url });
  const bff = await startApp('bff', { PETSTORE_URL: petstore.url, USER_SERVICE_URL: userService.url });
  return {
    petstore,
    userService,
    bff,
    async [Symbol.asyncDispose]() {
      for (const app of [bff, userService, petstore]) await app.stop();
    },
  };
}
