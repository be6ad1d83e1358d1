import { existsSync } from 'node:fs';
import { createObservability } from '@brrt/observability';
import { createChannel, createService, type HandlerContext, type HandlerRegistry } from '@brrt/router-core';
import { loadContract } from '@brrt/router-core/host';
import { runService } from '@brrt/router-core/run';
import { createSecurity } from '@brrt/security';

interface Notice {
  readonly id?: string;
  readonly data: string;
}

await runService({
  directory: import.meta.dirname,
  env: process.env,
  create: async (config) => {
    const { HANGS_WITHOUT } = process.env;
    if (HANGS_WITHOUT !== undefined && !existsSync(HANGS_WITHOUT)) for (;;);
    const contract = await loadContract({ service: 'notices', file: new URL('./openapi.yaml', import.meta.url) });
    const name = process.env.CHANNEL_NAME;
    const notices = createChannel<Notice>({ assignIds: true, ...(name && { name }) });
    const security = createSecurity(contract.model, config);
    const { hooks, logger, endpoints } = createObservability({ service: 'notices', config });
    const handlers: HandlerRegistry<HandlerContext> = {
      // The cast: the contract is checked before.
      postNotice: ({ body }) => ({ status: 201, body: notices.publish({ data: (body as { text: string }).text }) }),
      followNotices: (_request, { lastEventId }: HandlerContext) => ({
        status: 200,
        body: notices.subscribe({ after: lastEventId }),
      }),
      receiveMessage: () => ({ status: 204 }),
      readSecret: () => ({ status: 204 }),
      hang: () => {
        for (;;);
      },
    };
    return createService({
      contract,
      config,
      handlers,
      dependencies: {},
      security: security.handlers,
      hooks: [hooks],
      logger,
      endpoints,
      onStop: [() => notices.close()],
    });
  },
});
