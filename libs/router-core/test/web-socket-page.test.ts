import { readFileSync } from 'node:fs';
import { readServiceModelText } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaultConfig } from '../src/config/index.ts';
import { createContract } from '../src/host/live-host.ts';
import { createService, type WebSocketChannel } from '../src/index.ts';
import { Client, until } from './web-socket-service.ts';

const page = readFileSync(new URL('../../../docs/websocket.md', import.meta.url), 'utf8');
const [contractText = '', configText = ''] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

it('docs/websocket.md has a contract without findings, which answers with its examples', async () => {
  const { model, diagnostics } = await readServiceModelText({ file: 'openapi.yaml', text: contractText });
  expect(diagnostics).toEqual([]);
  if (model === undefined) return;
  await using running = await start(createService({ contract: createContract(model), handlers: {} }));
  const client = new Client(`ws://127.0.0.1:${running.port}/orders/1/live`);
  await until(() => client.messages.length === 2);
  expect(client.messages).toEqual([{ state: 'open' }, { eta: 5 }]);
});

it('docs/websocket.md has a handler that runs', async () => {
  const code = /```ts\n(.*?)```/s.exec(page)?.[1] ?? '';
  const { stripTypeScriptTypes } = await import('node:module');
  const text = stripTypeScriptTypes(code);
  const written: { readonly watchOrder: (...args: unknown[]) => Promise<void> } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`
  );
  const { model } = await readServiceModelText({ file: 'openapi.yaml', text: contractText });
  if (model === undefined) return;
  const watchOrder = (request: unknown, context: unknown, socket: WebSocketChannel) =>
    written.watchOrder(request, context, socket);
  await using running = await start(createService({ contract: createContract(model), handlers: { watchOrder } }));
  const client = await new Client(`ws://127.0.0.1:${running.port}/orders/1/live`).opened();
  client.send({ quantity: 3 });
  await until(() => client.messages.length === 2);
  expect(client.messages).toEqual([{ state: 'open' }, { eta: 3 }]);
});

it('docs/websocket.md has the defaults of the configuration', () => {
  const written = Object.entries(parse(configText).http.websocket as Record<string, unknown>);
  const { websocket } = defaultConfig().http;
  const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  expect(written).toEqual(Object.entries(websocket).map(([name, value]) => [snake(name), value]));
});

async function start(service: ReturnType<typeof createService>): Promise<AsyncDisposable & { readonly port: number }> {
  const { port } = await service.listen({ port: 0, host: '127.0.0.1' });
  return { port, [Symbol.asyncDispose]: () => service.close() };
}
