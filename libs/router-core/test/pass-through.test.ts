import { Readable } from 'node:stream';
import { readServiceModelText, StartError } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { createContract } from '../src/host/live-host.ts';
import { createService, type HandlerRegistry, passThrough, type Service } from '../src/index.ts';
import type { Contract, Exchange, Gateway, HandlerContext, PassedRequest, PassedResponse } from '../src/ports/index.ts';
import { readProblem } from './test-service.ts';

const contractText = `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets/{petId}/toys/{toy}:
    get:
      operationId: getToy
      x-service: pets
      x-brrtrouter-downstream-path: /v1/toys/{toy}/of/{petId}
      parameters:
        - { name: petId, in: path, required: true, schema: { type: integer } }
        - { name: toy, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: filter, in: query, style: deepObject, explode: true, schema: { type: object, properties: { a: { type: string } } } }
      security: [{ Key: [] }, {}]
      responses: { '200': { description: OK } }
  /pets:
    post:
      operationId: addPet
      x-service: pets
      x-brrtrouter-downstream-path: /v1/pets
      requestBody:
        required: true
        content:
          application/json: { schema: { type: object, required: [name], properties: { name: { type: string, default: x } } } }
          application/octet-stream: { schema: { maxLength: 4 } }
          multipart/form-data: { schema: { type: object, required: [file] } }
      responses: { '201': { description: Added } }
  /plain:
    get: { operationId: plain, responses: { '204': { description: None } } }
components:
  securitySchemes: { Key: { type: apiKey, in: query, name: key } }
`;

const { model } = await readServiceModelText({ file: 'openapi.yaml', text: contractText });
if (model === undefined) throw new TypeError('The contract is broken');
const contract = createContract(model);

const key = {
  scheme: { type: 'apiKey', name: 'Key', in: 'query', parameterName: 'key' },
  authenticate: () => ({ outcome: 'absent' }),
  challenge: () => undefined,
} as const;

type Answer = (request: PassedRequest, exchange: Exchange) => PassedResponse;

/** A service all of whose requests go to `answer`; keeps what arrived there. */
function passTo(
  answer: Answer,
  handlers: object = { getToy: passThrough, addPet: passThrough },
  served: Contract = contract,
) {
  const arrived: (Omit<PassedRequest, 'body'> & { readonly body: string | undefined })[] = [];
  const gateway: Gateway = {
    readiness: [],
    upstreams: [],
    close: async () => undefined,
    connect: () => async (request, exchange) => {
      const { body } = request;
      const text = body === undefined ? undefined : 'text' in body ? await body.text() : body.toString();
      arrived.push({ ...request, body: text });
      return answer(request, exchange);
    },
  };
  const service: Service = createService({
    contract: served,
    // The casts: types of handlers and schemes are generated elsewhere.
    handlers: handlers as HandlerRegistry<HandlerContext>,
    security: { Key: key as never },
    gateway,
  });
  return { service, arrived };
}

const done: Answer = () => ({ status: 200, headers: ['x-twice', '1', 'x-twice', '2'], body: undefined });
const send = (service: Service, contentType: string, body: string) =>
  service.fetch('/pets', { method: 'POST', headers: { 'content-type': contentType }, body });

describe('an operation that is passed on', () => {
  it('gives path values and declared query parameters as they came', async () => {
    const { service, arrived } = passTo(done);
    const query = 'x=1&limit=%31&filter%5Ba%5D=a+b%20c&key=secret&filter[a]&admin';
    const refused = await service.fetch('/pets/x/toys/a');
    expect(refused.status).toBe(400);
    const { status } = await service.fetch(`/pets/7/toys/a%2Cb,c%C3%A4?${query}`);
    expect(status).toBe(400);
    await service.fetch(`/pets/7/toys/a%2Cb,c%C3%A4?${query.replace('&filter[a]', '')}`);
    expect(arrived).toEqual([
      { path: '/v1/toys/a%2Cb,c%C3%A4/of/7', query: 'limit=%31&filter%5Ba%5D=a+b%20c', body: undefined },
    ]);
  });

  it('refuses a path value that leads to another path', async () => {
    const { service, arrived } = passTo(done);
    const problem = await readProblem(await service.fetch('/pets/7/toys/a%2Fb'));
    expect(problem).toMatchObject({ status: 400, errors: [{ in: 'path', pointer: '/toy', keyword: 'segment' }] });
    expect(arrived).toEqual([]);
  });

  it.each([
    ['application/json', '{ "name" : "\\u00e4" , "more":1.0 }', 200],
    ['application/json', '{"name":"a","name":"b"}', 400],
    ['application/json', '{"name":1}', 400],
    ['application/octet-stream', 'four', 200],
    ['application/octet-stream', 'fives', 400],
    ['multipart/form-data; boundary=x', '--x--', 200],
    ['text/plain', 'a', 415],
  ])('checks bodies of %s and gives the octets: %s', async (contentType, body, status) => {
    const { service, arrived } = passTo(done);
    const response = await send(service, contentType, body);
    expect(response.status).toBe(status);
    expect(arrived.map((request) => request.body)).toEqual(status === 200 ? [body] : []);
  });

  it('has the answer of the other service with its headers, repeated ones apart', async () => {
    const body = Readable.from(['a', 'b'], { objectMode: false });
    const headers = ['x-own', '1', 'x-content-type-options', 'theirs'];
    const { service } = passTo(() => ({ status: 203, headers, body }));
    const response = await service.fetch('/pets/7/toys/a');
    expect([response.status, await response.text()]).toEqual([203, 'ab']);
    expect(response.headers.get('x-own')).toBe('1');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const twice = await passTo(done).service.fetch('/pets/7/toys/a');
    expect([...twice.headers].filter(([name]) => name === 'x-twice')).toEqual([['x-twice', '1, 2']]);
  });

  it('fails with a problem of this service', async () => {
    const { service } = passTo(() => {
      throw new TypeError('secret');
    });
    const problem = await readProblem(await service.fetch('/pets/7/toys/a'));
    expect(problem).toMatchObject({ status: 500, code: 'ERR_INTERNAL' });
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('is answered from the contract as long as the registry says so', async () => {
    const { service, arrived } = passTo(done, {});
    expect((await service.fetch('/pets/7/toys/a')).headers.get('x-brrt-mock')).toBe('example');
    expect(arrived).toEqual([]);
  });

  it('is answered from its examples while somebody switches that on', async () => {
    const switches = { stateOf: () => ({ mode: 'example' }) as const };
    const { service, arrived } = passTo(done, { getToy: passThrough, addPet: passThrough }, { ...contract, switches });
    expect((await send(service, 'application/json', '{"name":"a"}')).headers.get('x-brrt-mock')).toBe('example');
    expect(arrived).toEqual([]);
  });

  it('stops the start when the contract does not say where to, or nothing passes on', () => {
    expect(() => passTo(done, { plain: passThrough })).toThrow(
      /plain is passThrough, and its contract has no x-service/,
    );
    const handlers = { getToy: passThrough } as HandlerRegistry<HandlerContext>;
    const create = () => createService({ contract, handlers, security: { Key: key as never } });
    expect(create).toThrow(/getToy is passed on, and nothing does that: .*createGateway/);
    expect(create).toThrow(StartError);
  });
});
