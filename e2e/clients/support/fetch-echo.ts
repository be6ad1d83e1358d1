import type { StartEcho } from '../../../libs/service-client/test/echo-service.ts';
import { startEcho } from '../../../libs/service-client/test/echo-service.ts';
import { importFetchClient } from './import-fetch-client.ts';

/** As `startEcho`, with an emitted client on `fetch`. */
export const startFetchEcho: StartEcho = (document, options) =>
  startEcho(document, {
    ...options,
    async connect(model, baseUrl) {
      const { client, functions } = await importFetchClient(model, { baseUrl });
      return {
        async call(name, request) {
          const call = functions[name];
          if (call === undefined) throw new TypeError(`The client has no ${name}`);
          return call(client, request);
        },
        close: async () => undefined,
      };
    },
  });
