import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hosts, start } from './body-service.ts';

const contract = `
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { type: string } }
              examples: { cats: { value: [Tom] }, dogs: { value: [Rex] }, broken: { value: [1] }, Ünïted: { value: [Zoe] } }
            text/plain: { examples: { plain: { value: Tom } } }
        '404': { description: none, content: { application/json: { schema: { type: object }, examples: { none: { value: {} } } } } }
    delete: { operationId: removePets, responses: { '204': { description: gone }, default: { description: other, content: { application/json: { example: 1 } } } } }
`;

describe.each(hosts)('preferences of a client, met by a %s contract', (_name, createContract) => {
  let started: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    started = await start(await createContract(contract), {});
  });
  afterAll(() => started[Symbol.asyncDispose]());

  async function ask(call: string, prefer: string): Promise<Response> {
    const [method = '', target = ''] = call.split(' ');
    return fetch(`${started.url}${target}`, { method, headers: { prefer } });
  }

  it.each<[string, string, number, string | null, string | null]>([
    ['GET /pets', 'code=404', 404, 'code=404', null],
    ['GET /pets', 'respond-async, wait=3', 200, null, null],
    ['GET /pets', 'code=418', 200, null, 'code;reason="the contract declares 200, 404"'],
    ['GET /pets', 'code=999', 200, null, 'code;reason="it has to be a status from 200 to 599"'],
    ['GET /pets', 'example=birds', 200, null, 'example;reason="200 has cats, dogs, broken, ?n?ted"'],
    ['GET /pets', 'example=broken', 200, null, 'example;reason="it breaks its schema"'],
    ['GET /pets', 'example=plain', 200, null, 'example;reason="it is text/plain"'],
    ['GET /pets', 'example=none', 200, null, 'example;reason="it belongs to 404: ask for code=404 too"'],
    ['GET /pets', 'example=cats, dynamic=true', 200, 'dynamic=true', 'example;reason="a made up value was preferred"'],
    [
      'GET /pets',
      'code=404, example=cats',
      404,
      'code=404',
      'example;reason="it belongs to 200: ask for code=200 too"',
    ],
    [
      'GET /pets',
      'code=418, example=birds, dynamic=yes, seed=-1',
      200,
      null,
      'code;reason="the contract declares 200, 404", example;reason="200 has cats, dogs, broken, ?n?ted", dynamic;reason="it has to be true or false", seed;reason="it has to be a whole number from 0 to 4294967295"',
    ],
    ['DELETE /pets', 'code=500, example=any', 500, 'code=500', 'example;reason="500 has default"'],
    ['DELETE /pets', 'code=304', 204, null, 'code;reason="304 has no content, and what is declared has"'],
    ['DELETE /pets', 'example=any', 204, null, 'example;reason="the answer has no content"'],
  ])('%s with Prefer: %s is %d, and says what was applied and what was not', async (call, prefer, ...want) => {
    const { status, headers } = await ask(call, prefer);
    expect([status, headers.get('preference-applied'), headers.get('x-brrt-preference-ignored')]).toEqual(want);
  });

  it('does not repeat what was sent', async () => {
    const { headers } = await ask('GET /pets', 'example="<script>", code=418');
    expect(headers.get('x-brrt-preference-ignored')).not.toContain('script');
  });
});
