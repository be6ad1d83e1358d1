import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createObservability } from '@brrt/observability';
import { createChannel, createService } from '@brrt/router-core';
import { defaultConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import { readServiceModelText } from '@brrt/service-model';

/** What happens is told to all streams that are open, in one of three ways: `STREAMS=channel|loop|bare`. */
const text = `
openapi: 3.2.0
info: { title: News, version: '1' }
paths:
  /news:
    get:
      operationId: news
      responses:
        '200':
          description: News
          content:
            text/event-stream:
              itemSchema:
                type: object
                required: [event, data]
                properties:
                  id: { type: string }
                  event: { enum: [told] }
                  data: { type: string, contentMediaType: application/json, maxLength: 1000 }
`;

interface News {
  readonly id?: string;
  readonly event: 'told';
  readonly data: string;
}

let told = 0;
const nextNews = (): News => ({
  id: String(++told),
  event: 'told',
  data: JSON.stringify({ number: told, text: 'x'.repeat(100) }),
});

type Way = { readonly port: number; publish(): void };

/** A hand-written server that checks, counts and bounds nothing: what it costs to write to so many connections at all. */
async function startBare(): Promise<Way> {
  const open = new Set<ServerResponse>();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    open.add(response);
    response.on('close', () => open.delete(response));
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve));
  const publish = (): void => {
    const { id, event, data } = nextNews();
    for (const response of open) response.write(`event: ${event}\nid: ${id}\ndata: ${data}\n\n`);
  };
  return { port: (server.address() as AddressInfo).port, publish };
}

/** A service with everything on; each stream returns the channel, or has a loop of its own over it. */
async function startService(way: 'channel' | 'loop'): Promise<Way> {
  const { model } = await readServiceModelText({ text, file: 'news.yaml' });
  if (model === undefined) throw new TypeError('The contract of the bench cannot be read');
  const config = defaultConfig();
  const { hooks, logger, endpoints } = createObservability({ service: 'news', config });
  const channel = createChannel<News>();
  async function* each(signal: AbortSignal): AsyncGenerator<News> {
    for await (const { event, data, id = '' } of channel.subscribe({ signal })) yield { id, event, data };
  }
  const news = (_request: unknown, { signal }: { readonly signal: AbortSignal }) => ({
    status: 200,
    body: way === 'channel' ? channel.subscribe() : each(signal),
  });
  const service = createService({
    contract: createContract(model),
    config,
    handlers: { news },
    hooks: [hooks],
    logger,
    endpoints,
  });
  const { port } = await service.listen({ port: 0, host: '127.0.0.1' });
  return { port, publish: () => channel.publish(nextNews()) };
}

const way = process.env.STREAMS;
const { port, publish } = way === 'bare' ? await startBare() : await startService(way === 'loop' ? 'loop' : 'channel');
process.on('message', (message) => {
  if (message === 'publish') {
    publish();
    return;
  }
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system, rss: process.memoryUsage.rss() });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port });
