import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OperationInfo } from '@brrt/dashboard';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from './world.ts';

let world: World;
let operations: readonly OperationInfo[] = [];
beforeAll(async () => {
  world = await createWorld();
  operations = (await world.console.operations('everything')) ?? [];
});
afterAll(() => world[Symbol.asyncDispose]());

function operation(id: string): OperationInfo {
  const found = operations.find((each) => each.id === id);
  if (found === undefined) throw new TypeError(id);
  return found;
}

describe('what a form is made of', () => {
  it('component schemas refer to one another inside of the bundle, recursion included', async () => {
    const bundle = await world.console.schemas('everything');
    expect(bundle?.$defs.Animal).toMatchObject({
      properties: { parents: { type: 'array', items: { $ref: '#/$defs/Animal' } } },
    });
    expect(operation('postJson').body?.content[0]?.schema).toEqual({ $ref: '#/$defs/Animal' });
  });

  it('examples: first those of the contract without what is read-only, then one made of the schema, then what is no good', () => {
    expect(operation('postJson').body?.content[0]?.examples).toEqual([
      { name: 'tom', summary: 'A cat', value: { name: 'Tom', parents: [{ name: 'Anna' }] }, origin: 'contract' },
      { name: 'generated', value: { name: expect.any(String), parents: expect.anything() }, origin: 'schema' },
      { name: 'broken', value: { name: 'A' }, origin: 'contract', broken: expect.stringContaining('/name') },
    ]);
    expect(operation('answer').parameters[0]?.examples).toMatchObject([
      { origin: 'schema' },
      { value: 'A', broken: expect.any(String) },
    ]);
  });

  it.each([
    ['postForm', 'form'],
    ['postMultipart', 'multipart'],
    ['postText', 'text'],
    ['postXml', 'xml'],
    ['postBinary', 'binary'],
    ['postLines', 'stream'],
  ])('%s: a body of kind %s, with a value to begin with', (id, kind) => {
    const [content] = operation(id).body?.content ?? [];
    expect(content).toMatchObject({ kind, examples: [expect.objectContaining({ origin: 'schema' })] });
  });

  it('every example of a request is one that its operation takes', async () => {
    const refused: string[] = [];
    for (const { id, body, parameters } of operations) {
      for (const content of body?.content ?? []) {
        for (const { name, value, broken } of content.examples) {
          if (broken !== undefined) continue;
          const octets = typeof value === 'object' && value !== null && '$base64' in value;
          const sent = octets
            ? { mediaType: content.mediaType, base64: String(value.$base64) }
            : { mediaType: content.mediaType, value };
          const [checked] = await world.call({ operationId: id, body: sent });
          if (checked?.type !== 'checked' || checked.violations.length > 0) refused.push(`${id} ${name}`);
        }
      }
      const given = Object.groupBy(parameters, (parameter) => parameter.in);
      const values = Object.entries(given).map(([place, all]) => [
        place,
        Object.fromEntries(all.flatMap(({ name, examples: [first] }) => (first ? [[name, first.value]] : []))),
      ]);
      if (body?.required || parameters.length === 0) continue;
      const [checked] = await world.call({ operationId: id, parameters: Object.fromEntries(values) });
      if (checked?.type !== 'checked' || checked.violations.length > 0) refused.push(id);
    }
    expect(refused).toEqual([]);
  });

  it('line in the contract, handler, and whether there is one', () => {
    expect(operation('pathStyles')).toMatchObject({ line: 6, implemented: false, mock: { mode: 'contract' } });
    expect(operation('postJson')).toMatchObject({
      implemented: true,
      mock: { mode: 'handler' },
      handlerFile: 'apps/everything/src/handlers/post-json.ts',
    });
  });

  it('security: alternatives, schemes, and which of them the development configuration opens; never how', async () => {
    expect(operation('withBearer').security).toEqual([[{ scheme: 'Bearer', scopes: ['read'] }]]);
    const schemes = (await world.console.security('everything')) ?? [];
    expect(schemes.map(({ name, hasDevelopmentCredential }) => [name, hasDevelopmentCredential])).toEqual([
      ['Header', true],
      ['Query', true],
      ['Cookie', true],
      ['Basic', true],
      ['Bearer', true],
      ['Certificate', false],
    ]);
    expect(schemes.find(({ name }) => name === 'Certificate')?.unusable).toContain('client certificate');
    expect(JSON.stringify(schemes)).not.toContain('canary');
  });

  it('a contract that breaks leaves the one before, a mended one is seen', async () => {
    const file = join(world.root, 'apps/other/openapi.yaml');
    const contract = (id: string): string =>
      `openapi: 3.1.0\ninfo: { title: Other, version: '1' }\npaths: { /a: { get: { operationId: ${id}, responses: { '204': { description: x } } } } }\n`;
    const ids = async (): Promise<readonly string[] | undefined> =>
      (await world.console.operations('other'))?.map(({ id }) => id);
    expect(await ids()).toBeUndefined();
    await world.addApp('other', contract('first'));
    expect(await ids()).toEqual(['first']);
    await writeFile(file, 'openapi: [');
    expect(await ids()).toEqual(['first']);
    await writeFile(file, contract('second'));
    expect(await ids()).toEqual(['second']);
  });
});
