import { createLiveSchemas } from '@brrt/router-core/schema';
import { propertyRuns, schemaCase } from '@brrt/router-core/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type EchoService, startEcho } from '../libs/service-client/test/echo-service.ts';
import { forms, texts } from '../libs/service-client/test/form-arbitraries.ts';
import { parameterCase } from '../libs/service-client/test/parameter-arbitraries.ts';
import { readCall } from '../tools/generators/src/cli/call/read-call.ts';
import { createOperationCall } from '../tools/generators/src/cli/dashboard/operation-call.ts';

const keys = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

function contractOf(parameters: readonly Parameter[], content?: object): object {
  const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `/{${name}}`);
  const requestBody = content && { requestBody: { required: true, content } };
  const operation = { operationId: 'call', parameters, ...requestBody, responses: { 204: { description: '' } } };
  return {
    openapi: '3.2.0',
    info: { title: 'Calls', version: '1' },
    paths: { [`/x${inPath.join('')}`]: { [content === undefined ? 'get' : 'post']: operation } },
    components: { schemas: { Count: { type: 'integer', minimum: 0 } } },
  };
}

interface Parameter {
  readonly name: string;
  readonly in: keyof typeof keys;
}

/** Sends what `brrt call` would send for these words of a command line. */
async function callBy({ model, send }: EchoService, args: readonly string[]) {
  const [operation] = model.operations;
  if (operation === undefined) throw new TypeError('The contract has no operation');
  const loaded = {
    app: undefined as never, // of no use to a call without credentials
    model,
    schemas: createLiveSchemas(model),
    config: async () => undefined,
    certificate: async () => undefined,
  };
  const { request } = readCall(args, operation, model);
  const { message, violations } = await createOperationCall(operation, loaded).prepare(request);
  if (message === undefined) throw new TypeError(JSON.stringify(violations));
  const { method, target, headers, body } = message;
  const answer = await send({ method, target, headers: Object.fromEntries(headers), ...(body && { body }) });
  return { ...answer, violations, target };
}

function typed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

it('carries every value of a parameter to the service as it was typed', async () => {
  const cases = fc.tuple(parameterCase(0), parameterCase(1));
  await fc.assert(
    fc.asyncProperty(cases, fc.boolean(), async (given, isRepeated) => {
      await using echo = await startEcho(contractOf(given.map(({ parameter }) => parameter)));
      const args = given.flatMap(({ parameter, value }) => {
        // Several are a list.
        const each = Array.isArray(value) && value.length > 1 && isRepeated ? value : [value];
        return each.map((one) => `--${parameter.name}=${typed(one)}`);
      });
      const { given: arrived, status, violations, target, body } = await callBy(echo, args);
      const told = JSON.stringify({ args, target, status, violations, body });
      for (const { parameter, value, isAbsent } of given)
        expect(arrived?.[keys[parameter.in]]?.[parameter.name], told).toEqual(isAbsent ? undefined : value);
    }),
    propertyRuns(150),
  );
});

it('carries values of parameters that are JSON', async () => {
  await fc.assert(
    fc.asyncProperty(
      schemaCase,
      fc.constantFrom('query', 'header', 'cookie', 'path'),
      async ({ schema, value }, place) => {
        const content = { 'application/json': { schema } };
        const parameter = { name: 'p0', in: place, required: place === 'path', content } as const;
        await using echo = await startEcho(contractOf([parameter as never]));
        const isText = schema.type === 'string';
        const { given, ...told } = await callBy(echo, [`--p0=${isText ? value : JSON.stringify(value)}`]);
        expect(given?.[keys[place]]?.p0, JSON.stringify(told)).toEqual(value);
      },
    ),
    propertyRuns(60),
  );
});

const xmlObjects = fc
  .record({
    id: fc.integer(),
    name: fc.stringMatching(/^[!-~]{1,8}$/),
    tags: fc.array(fc.stringMatching(/^[a-z&<]{1,4}$/), { minLength: 1 }),
  })
  .map((value) => ({
    schema: {
      type: 'object',
      xml: { name: 'pet' },
      properties: {
        id: { type: 'integer', xml: { attribute: true } },
        name: { type: 'string' },
        tags: { type: 'array', xml: { wrapped: true }, items: { type: 'string', xml: { name: 'tag' } } },
      },
    },
    value,
  }));

it.each<[string, fc.Arbitrary<{ readonly schema: object; readonly value: unknown }>]>([
  ['application/json', schemaCase],
  ['application/merge-patch+json', forms],
  ['application/x-www-form-urlencoded', forms],
  ['multipart/form-data', forms],
  ['text/plain', texts.filter((text) => /^[^@]/.test(text)).map((value) => ({ schema: { type: 'string' }, value }))],
  [
    'text/plain; charset=iso-8859-1',
    fc.stringMatching(/^[!-?a-\xff][\x20-\xff]{0,8}$/).map((value) => ({ schema: { type: 'string' }, value })),
  ],
  ['application/xml', xmlObjects],
])('carries a body of %s', async (mediaType, cases) => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ schema, value }) => {
      await using echo = await startEcho(contractOf([], { [mediaType]: { schema } }));
      const body = mediaType.startsWith('text/plain') ? String(value) : JSON.stringify(value);
      const { given, ...told } = await callBy(echo, [`--body=${body}`]);
      expect(given?.body, JSON.stringify({ typed: body, ...told })).toEqual(value);
    }),
    propertyRuns(60),
  );
});
