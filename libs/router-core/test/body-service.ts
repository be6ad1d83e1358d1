import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { readServiceModelText } from '@brrt/service-model';
import { createContract } from '../src/host/live-host.ts';
import { createService, type Exchange, type Service, type ServiceOptions } from '../src/index.ts';
import type { Contract, HandlerContext, HandlerRegistry } from '../src/ports/index.ts';
import { schemaCompilers } from '../src/schema/testing/schema-compilers.ts';

/** Both hosts: schemas compiled live and printed by a build. */
export const hosts = schemaCompilers.map(
  ([name, compilers]) =>
    [
      name,
      async (text: string): Promise<Contract> => {
        const contract = await contractOf(text);
        return { ...contract, schemas: (await compilers({ test: contract.model }))('test') };
      },
    ] as const,
);

/** A contract from its text; whatever is wrong with it fails the test. */
export async function contractOf(text: string): Promise<Contract> {
  const { model, diagnostics } = await readServiceModelText({ text, file: 'test.yaml' });
  const findings = diagnostics.filter(({ severity }) => severity !== 'note');
  if (model === undefined || findings.length > 0) throw new TypeError(JSON.stringify(findings, null, 2));
  return createContract(model);
}

export interface Started extends AsyncDisposable {
  readonly service: Service;
  readonly url: string;
  readonly port: number;
  /** Every exchange that has ended, in order. */
  readonly ended: readonly Exchange[];
}

/** A service on a free port of the loopback interface. Handlers are typed where they are generated. */
export async function start(
  contract: Contract,
  handlers: object,
  options: Partial<ServiceOptions<unknown, unknown>> = {},
): Promise<Started> {
  const ended: Exchange[] = [];
  const service = createService({
    contract,
    handlers: handlers as HandlerRegistry<HandlerContext>,
    hooks: [{ onEnd: (exchange) => void ended.push(exchange) }],
    ...options,
  });
  const { url, port } = await service.listen({ port: 0, host: '127.0.0.1' });
  return { service, url, port, ended, [Symbol.asyncDispose]: () => service.close() };
}

export async function openSocket(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}
