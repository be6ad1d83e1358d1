import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { createMock, type MockOptions } from '../tools/generators/src/cli/mock/create-mock.ts';
import { compareContracts } from '../tools/generators/src/diff/compare-contracts.ts';
import { findFreePort } from './support/free-port.ts';

// What is shown for a breaking change is sent to a service of each contract, as a reader would.

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

async function read(operation: string): Promise<ServiceModel> {
  const text = `openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n  /pets: { post: { operationId: addPet, ${operation} } }\n`;
  const { model, diagnostics } = await readServiceModelText({ text, file: 'openapi.yaml' }, { overlays: [] });
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return model;
}

const options: MockOptions = {
  ...{ seed: undefined, dynamic: false, cors: false, auth: true, state: undefined },
  onRequest: () => undefined,
  warn: () => undefined,
};

async function statusOf(command: string, model: ServiceModel): Promise<number> {
  const service = createMock(model, options);
  const { url } = await service.listen({ port: await findFreePort(), host: '127.0.0.1' });
  const asked = command
    .replace('http://localhost:8080', () => url)
    .replace('curl -s', () => "curl -s -o /dev/null -w '%{http_code}'");
  try {
    return Number((await run('sh', ['-c', asked])).stdout);
  } finally {
    await service.close();
  }
}

const answer =
  "responses: { '200': { description: made, content: { application/json: { schema: { type: string } } } } }";
const asked = (content: string): string => `requestBody: { required: true, content: { ${content} } }, ${answer}`;
const json = (schema: string): string => asked(`application/json: { schema: ${schema} }`);
const query = (fields: string): string => `parameters: [{ name: a, in: query, ${fields} }], ${answer}`;
const pet = (more: string, required = ''): string =>
  `{ type: object, properties: { n: { type: integer, default: 1 }, m: { type: integer ${more} } }, required: [${required}] }`;

describe.runIf(hasCurl)('a request that is shown is taken by the old contract and refused by the new one', () => {
  it.each([
    ['a narrower body', json('{ type: [string, integer] }'), json('{ type: string }')],
    ['what is required beside what has a default', json(pet('')), json(pet(', maximum: 9', 'n'))],
    ['a range without one of its media types', asked('application/*: {}'), asked('application/json: {}')],
    [
      'a media type with a schema of its own',
      asked("'*/*': {}"),
      asked("'*/*': {}, application/json: { schema: { type: string } }"),
    ],
    [
      'shorter text',
      asked('text/plain: { schema: { type: string } }'),
      asked('text/plain: { schema: { type: string, maxLength: 2 } }'),
    ],
    ['a body that has to be sent', asked('text/plain: {}').replace('required: true, ', ''), asked('text/plain: {}')],
    ['a parameter of another type', query('schema: { type: string }'), query('schema: { type: integer }')],
    [
      'a parameter as JSON',
      query('schema: { type: string }'),
      query('content: { application/json: { schema: { type: string } } }'),
    ],
    ['an answer of another media type', answer, answer.replace('application/json', 'text/plain')],
  ])('%s', async (_name, before, after) => {
    const [old, fresh] = [await read(before), await read(after)];
    const shown = compareContracts(old, fresh).filter(({ level }) => level === 'breaking');
    expect(shown).not.toEqual([]);
    for (const { witness } of shown) {
      expect(witness?.kind).toBe('request');
      expect(await statusOf(witness?.text ?? '', old), witness?.text).toBeLessThan(400);
      expect(await statusOf(witness?.text ?? '', fresh), witness?.text).toBeGreaterThanOrEqual(400);
    }
  });
});
