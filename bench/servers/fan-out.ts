import { Agent, request as ask, createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createObservability } from '@brrt/observability';
import { createService, passThrough } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { createContract } from '@brrt/router-core/host';
import type { HandlerContext, HandlerRequest } from '@brrt/router-core/ports';
import {
  type ClientRequest,
  type ClientResponse,
  clientSchemas,
  configuredOptions,
  createClient,
  createGateway,
  gather,
} from '@brrt/service-client';
import { loadServiceModel, readServiceModelText } from '@brrt/service-model';
import { contractSubset } from '../../tools/generators/src/emit/contract-subset.ts';
import { apiKey } from '../requests.ts';
import { getPet } from '../shop/src/handlers.ts';
import { report } from './report.ts';

/** Stands before a shop and asks it not at all, once, three times at once, or passes the request on: `FRONT=bare|brrt`. */
const shopUrl = process.env.SHOP_URL ?? '';

function startBare(): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const call = (id: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = { 'x-api-key': apiKey };
      const sent = ask(`${shopUrl}/pets/${id}`, { agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve(text));
      });
      sent.on('error', reject).end();
    });
  const answers: Readonly<Record<string, (id: number) => Promise<string>>> = {
    none: async (id) => JSON.stringify(getPet(id)),
    one: async (id) => JSON.stringify(JSON.parse(await call(id))),
    three: async (id) =>
      JSON.stringify((await Promise.all([call(id), call(id), call(id)])).map((text) => JSON.parse(text))),
    passed: call,
  };
  const options = { optimizeEmptyRequests: true, keepAliveTimeout: 600_000 };
  const server = createServer(options, async (request, response: ServerResponse) => {
    const [, kind = '', id = ''] = (request.url ?? '').split('/');
    const text = (await answers[kind]?.(Number(id))) ?? '';
    response
      .writeHead(200, ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(text))])
      .end(text);
  });
  return new Promise((resolve) =>
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => resolve((server.address() as AddressInfo).port)),
  );
}

const operation = (name: string, schema: string, more = ''): string => `
  /${name}/{id}:
    get:
      operationId: ${name}${more}
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200': { description: Done, content: { application/json: { schema: ${schema} } } }`;

const contractText = `
openapi: 3.1.0
info: { title: Front, version: '1' }
paths:${operation('none', '{ type: object }')}${operation('one', '{ type: object }')}${operation('three', '{ type: array }')}${operation(
  'passed',
  '{ type: object }',
  `
      x-service: shop
      x-brrtrouter-downstream-path: /pets/{id}`,
)}
`;

interface Clients {
  readonly shop: { getPet(request: ClientRequest): Promise<ClientResponse> };
}

async function startService(): Promise<number> {
  const { model } = await readServiceModelText({ text: contractText, file: 'front.yaml' });
  if (model === undefined) throw new TypeError('The contract of the bench cannot be read');
  const directory = new URL('../front', import.meta.url).pathname;
  const config = await readConfig({ directory, env: process.env });
  const shop = await loadServiceModel(new URL('../shop/openapi.yaml', import.meta.url).pathname);
  const contract = contractSubset(
    shop,
    shop.operations.filter(({ name }) => name === 'getPet'),
  );
  const schemas = clientSchemas('shop', contract);
  const { hooks, logger, endpoints } = createObservability({ service: 'front', config });
  const call = async ({ path }: HandlerRequest, { clients }: HandlerContext<unknown, Clients>): Promise<unknown> =>
    (await clients.shop.getPet({ path: { id: path.id } })).body;
  const service = createService<unknown, Clients>({
    contract: createContract(model),
    config,
    handlers: {
      none: ({ path }: HandlerRequest) => ({ status: 200, body: getPet(path.id as number) }), // the contract has checked it
      one: async (request, context) => ({ status: 200, body: await call(request, context) }),
      three: async (request, context) => {
        const { first, second, third } = await gather(context, {
          first: () => call(request, context),
          second: () => call(request, context),
          third: () => call(request, context),
        });
        return { status: 200, body: [first, second, third] };
      },
      passed: passThrough,
    },
    clients: {
      shop: createClient({ service: 'shop', contract, schemas }, configuredOptions('shop', config, undefined)),
    },
    gateway: createGateway(model, config),
    hooks: [hooks],
    logger,
    endpoints,
  });
  return (await service.listen({ port: 0, host: '127.0.0.1' })).port;
}

report(process.env.FRONT === 'bare' ? await startBare() : await startService());
