import { createService } from '@brrt/router-core';
import { defaultConfig } from '@brrt/router-core/config';
import { loadContract } from '@brrt/router-core/host';
import { createObservability } from '../src/index.ts';

// Run as a process of its own by blocked-log.test.ts: each request logs 64 KiB; where it listens is said on standard error.
const folder = process.argv[2] ?? '.';
const contract = await loadContract({ service: 'talkative', file: new URL(`file://${folder}/openapi.json`) });
const { hooks, logger, endpoints } = createObservability({ service: 'talkative', config: defaultConfig() });
const much = Array.from({ length: 8 }, () => 'x'.repeat(8_000));
const talk = (_request: unknown, { log }: { readonly log: { info(fields: object): void } }): { status: number } => {
  log.info({ much });
  return { status: 204 };
};
const service = createService({ contract, handlers: { talk }, hooks: [hooks], logger, endpoints });
const { url } = await service.listen({ host: '127.0.0.1', port: 0 });
process.stderr.write(`${url}\n`);
