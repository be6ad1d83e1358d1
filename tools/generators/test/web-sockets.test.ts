import { readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { emitClient } from '../src/emit/emit-client.ts';
import { emitHandler } from '../src/emit/emit-handler.ts';
import { emitService } from '../src/emit/emit-service.ts';
import { checkEmitted } from '../src/verify/check-emitted.ts';
import { typeCheck } from './type-check.ts';

const text = `openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders/{id}/live:
    get:
      operationId: watchOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      x-websocket: { receive: { $ref: '#/components/schemas/Command' }, send: { $ref: '#/components/schemas/Event' }, binary: [send] }
      responses: { '101': { description: OK } }
  /ticks:
    get: { operationId: ticks, x-websocket: { send: { type: integer } }, responses: { '101': { description: OK } } }
components:
  schemas:
    Command: { type: object, required: [quantity], properties: { quantity: { type: integer }, id: { type: string, readOnly: true } } }
    Event: { type: object, required: [state], properties: { state: { enum: [open, done] } } }
`;

const model: ServiceModel = await (async () => {
  const read = await readServiceModelText({ file: 'openapi.yaml', text });
  if (read.model === undefined) throw new TypeError(JSON.stringify(read.diagnostics));
  return read.model;
})();

const service = emitService(model, { service: 'orders', port: 1, contract: '', secret: () => 'key' });
const client = emitClient(model, { service: 'orders', operations: 'all' });

it('has a channel typed by its messages, on both sides the other way round', () => {
  const handlers = service.find(({ path }) => path === 'src/generated/handlers.gen.ts')?.text ?? '';
  expect(handlers).toContain('WatchOrderSocket = WebSocketChannel<schemas.CommandInput, schemas.Event | Uint8Array>;');
  expect(handlers).toContain('TicksSocket = WebSocketChannel<never, number>;');
  expect(handlers).toContain(
    'watchOrder: WebSocketHandler<WatchOrderRequest, WatchOrderSocket, Context> | FromContract;',
  );
  expect(handlers).not.toContain('WatchOrderResponse');
  expect(client).toContain('WatchOrderSocket = WebSocketChannel<Event | Uint8Array, CommandInput>;');
  expect(client).toContain('watchOrder(request: WatchOrderCall): Promise<WatchOrderSocket>;');
});

const written = (body: string) => `import type { Handlers, WatchOrderSocket } from '../generated/handlers.gen.ts';
import type { Context } from '../context.ts';
export const watchOrder: Handlers<Context>['watchOrder'] = async (_request, _context, socket: WatchOrderSocket) => {
  ${body}
};
`;

it.each([
  [
    'what it declares',
    'for await (const { quantity } of socket) await socket.send({ state: quantity > 1 ? "open" : "done" });',
    0,
  ],
  ['octets', 'await socket.send(new Uint8Array(1)); socket.close(1000);', 0],
  ['another state', 'await socket.send({ state: "lost" });', 1],
  ['what it does not receive', 'for await (const { id } of socket) _context.log.info(String(id));', 1],
])('compiles a handler that uses %s, and no other', async (_name, body, errors) => {
  const files = Object.fromEntries(service.map((file) => [file.path, file.text]));
  const stubs = model.operations.map((operation) => [`src/handlers/stub-${operation.name}.ts`, emitHandler(operation)]);
  const found = await typeCheck({
    ...files,
    ...Object.fromEntries(stubs),
    'src/handlers/written.ts': written(body),
    'src/generated/clients/orders.gen.ts': client,
  });
  expect(found.length === 0 ? 0 : 1, JSON.stringify(found)).toBe(errors);
});

it('passes the check of emitted code', async () => {
  const files = [
    ...service,
    { path: 'src/generated/clients/orders.gen.ts', text: client, owner: 'generator' as const },
    ...model.operations.map((each) => ({
      path: `src/handlers/${each.name}.ts`,
      text: emitHandler(each),
      owner: 'developer' as const,
    })),
  ];
  await expect(checkEmitted(files, 'orders')).resolves.toBe(files);
});
