import { pathToFileURL } from 'node:url';
import { type JsonObject, readServiceModelText, type ServiceModel } from '@brrt/service-model';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createContract } from '../src/host/live-host.ts';
import { printHost } from '../src/host/print-host.ts';
import type { PrintedHost } from '../src/host/printed-host.ts';
import { createService, type Service } from '../src/index.ts';
import type { Contract } from '../src/ports/index.ts';
import { importText } from '../src/schema/testing/schema-compilers.ts';
import { freePort } from './free-port.ts';

const refTo = (path: string) => `{ $ref: '#/components/${path}' }`;
const answer = (schema: string) => `{ description: ok, content: { application/json: { schema: ${refTo(schema)} } } }`;

const text = `openapi: 3.2.0
info: { title: Shop, version: '1', summary: For web and partners, license: { name: MIT } }
servers: [{ url: http://localhost:1 }]
security: [{ First: [] }]
tags: [{ name: shop }, { name: pets, parent: shop }, { name: orders }]
x-contracts:
  web: { prefix: /web, title: Web clients }
  partner: { prefix: /web/partner, description: For partners }
  ../up: { prefix: /up }
  root: { prefix: '' }
paths:
  /web/pets/{id}:
    parameters: [${refTo('parameters/Id')}]
    get:
      operationId: web_pet
      tags: [pets]
      security: [{ Web: [] }]
      x-service: secret-service
      x-brrtrouter-downstream-path: /pets/{id}
      responses:
        '200':
          description: ok
          content: { application/json: { schema: ${refTo('schemas/Pet')}, example: { kind: Cat } } }
          links:
            again: { operationId: web_pet, parameters: { id: $request.path.id } }
            order: { operationId: partner_order }
            shared: ${refTo('links/Shared')}
            dead: ${refTo('links/Dead')}
            path: { operationRef: '#/paths/~1web~1partner~1orders/get' }
        '404': ${refTo('responses/Missing')}
  /web/partner/orders:
    get:
      operationId: partner_order
      tags: [orders]
      security: [{ Partner: [] }]
      responses: { '200': ${answer('schemas/Order')} }
  /website:
    get: { operationId: site, responses: { '200': ${answer('schemas/Site')} } }
components:
  securitySchemes:
    First: { type: apiKey, in: header, name: X-First }
    Web: { type: apiKey, in: header, name: X-Web }
    Partner: { type: apiKey, in: header, name: X-Partner }
  parameters: { Id: { name: id, in: path, required: true, schema: ${refTo('schemas/Id')} } }
  links: { Shared: { operationId: web_pet }, Dead: { operationId: partner_order } }
  responses:
    Missing:
      description: None
      content: { application/json: { schema: ${refTo('schemas/Fault')} } }
      links: { order: { operationId: partner_order } }
  schemas:
    Id: { type: string }
    Fault: { type: object }
    Order: { type: object, properties: { id: ${refTo('schemas/Id')} } }
    Site: { type: object }
    Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
    Cat: { allOf: [${refTo('schemas/Pet')}, { type: object, properties: { toy: ${refTo('schemas/Toy')} } }] }
    Toy: { type: string, examples: [{ $ref: '#/components/schemas/Site' }] }
`;

async function read(source: string): Promise<ServiceModel> {
  const { model, diagnostics } = await readServiceModelText({ text: source, file: '/nowhere/openapi.yaml' });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (model === undefined) throw new TypeError('no model');
  return model;
}

async function printed(model: ServiceModel): Promise<Contract> {
  const runtime = pathToFileURL(new URL('../src/host/host-runtime.ts', import.meta.url).pathname).href;
  const host = await importText<PrintedHost>(printHost({ service: 'shop', model, clients: {}, runtime }));
  return { ...(await host.loadContract({ service: 'shop' })), docs: createContract(model).docs };
}

let service: Service | undefined;
let warnings: string[] = [];
afterEach(async () => {
  await service?.close();
  service = undefined;
});

function serve(contract: Contract, docs: 'scalar' | false = 'scalar'): Service {
  warnings = [];
  const log = { debug() {}, info() {}, warn: (...said: unknown[]) => void warnings.push(said.join(' ')), error() {} };
  const pass = { authenticate: () => ({ principal: { id: 'a' } }) } as never;
  const security = { First: pass, Web: pass, Partner: pass };
  const logger = { service: log, forExchange: () => log };
  service = createService({ contract, handlers: {}, security, logger, config: { http: {}, docs } });
  return service;
}

const namesOf = (document: JsonObject): object =>
  Object.fromEntries(Object.entries(document.components ?? {}).map(([section, all]) => [section, Object.keys(all)]));

describe.each([
  ['live', async (model: ServiceModel) => createContract(model)],
  ['printed', printed],
])('the document of a client contract, %s', (_host, contractOf) => {
  it('has its own operations and what they reach, and nothing else', async () => {
    const shop = serve(await contractOf(await read(text)));
    const response = await shop.fetch('/web/openapi.json');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/openapi+json']);
    const written = await response.text();
    const web = JSON.parse(written);
    expect(web.info).toEqual({ title: 'Web clients', version: '1', license: { name: 'MIT' } });
    expect(Object.keys(web.paths)).toEqual(['/web/pets/{id}']);
    expect(namesOf(web)).toEqual({
      securitySchemes: ['Web'],
      parameters: ['Id'],
      links: ['Shared'],
      responses: ['Missing'],
      schemas: ['Id', 'Fault', 'Pet', 'Cat', 'Toy'],
    });
    expect(Object.keys(web.paths['/web/pets/{id}'].get.responses[200].links)).toEqual(['again', 'shared']);
    expect(web.components.responses.Missing).not.toHaveProperty('links');
    expect(web.tags).toEqual([{ name: 'shop' }, { name: 'pets', parent: 'shop' }]);
    expect(web).not.toHaveProperty('security');
    expect(written).not.toMatch(/secret-service|downstream|partner/i);
    const { operations } = await read(written);
    expect(operations.map(({ id }) => id)).toEqual(['web_pet']);
  });

  it('is the same in YAML, and another one for each', async () => {
    const shop = serve(await contractOf(await read(text)));
    const yaml = await shop.fetch('/web/partner/openapi.yaml');
    expect(yaml.headers.get('content-type')).toBe('application/openapi+yaml');
    const partner = parse(await yaml.text());
    expect(partner).toEqual(await (await shop.fetch('/web/partner/openapi.json')).json());
    expect(partner.info).toMatchObject({ title: 'Shop: partner', description: 'For partners' });
    expect(Object.keys(partner.paths)).toEqual(['/web/partner/orders']);
    expect(namesOf(partner)).toEqual({ securitySchemes: ['Partner'], schemas: ['Id', 'Order'] });
    expect((await shop.fetch('/up/openapi.json')).status).toBe(404);
  });
});

it('keeps the security of the root where an operation has it', async () => {
  const shop = serve(createContract(await read(text.replace('      security: [{ Web: [] }]\n', ''))));
  const web = (await (await shop.fetch('/web/openapi.json')).json()) as JsonObject;
  expect([web.security, namesOf(web)]).toMatchObject([[{ First: [] }], { securitySchemes: ['First'] }]);
});

it('writes a document once', async () => {
  const contract = createContract(await read(text));
  expect(contract.document('yaml', 'web')).toBe(contract.document('yaml', 'web'));
  expect(() => contract.document('yaml', 'nobody')).toThrow('no part nobody');
});

it('shows its API reference, with all of its files', async () => {
  const shop = serve(createContract(await read(text)));
  const page = await shop.fetch('/web/partner/docs');
  const html = await page.text();
  expect(html).toContain('<title>Shop: partner</title>');
  const base = 'http://localhost/web/partner/docs';
  const named = [...html.matchAll(/(?:src|data-document)="([^"]+)"/g)].map(
    ([, url = '']) => new URL(url, base).pathname,
  );
  expect(named).toContain('/web/partner/openapi.json');
  expect(named).toHaveLength(3);
  for (const path of named) expect([path, (await shop.fetch(path)).status]).toEqual([path, 200]);
  await service?.close();
  expect((await serve(createContract(await read(text)), false).fetch('/web/docs')).status).toBe(404);
});

it('is with the other documents at the management port, and not where clients call', async () => {
  const contract = createContract(await read(text));
  const pass = { authenticate: () => ({ principal: { id: 'a' } }) } as never;
  const security = { First: pass, Web: pass, Partner: pass };
  const management = { port: await freePort(), host: '127.0.0.1' };
  service = createService({ contract, handlers: {}, security, config: { http: {}, management } });
  const { url } = await service.listen({ port: 0, host: '127.0.0.1' });
  for (const path of ['/web/openapi.json', '/web/docs', '/docs']) {
    const statuses = [`http://127.0.0.1:${management.port}`, url].map(
      async (base) => (await fetch(base + path)).status,
    );
    expect([path, await Promise.all(statuses)]).toEqual([path, [200, 404]]);
  }
});

describe('leaves to an operation of the contract', () => {
  const get = (path: string): string => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const parameters = names.map((name) => `{ name: ${name}, in: path, required: true, schema: { type: string } }`);
    return `paths:\n  ${path}: { post: { operationId: own, parameters: [${parameters}], security: [], responses: { '204': { description: None } } } }\n`;
  };
  const said = (path: string) => `The contract declares ${path} itself: it wins over the built-in endpoint`;

  it.each([
    ['/web/openapi.json', ['/web/openapi.json'], ['/web/openapi.yaml', '/web/docs', '/openapi.json']],
    ['/web/docs', ['/web/docs'], ['/web/openapi.json', '/docs', '/web/partner/docs/scalar.js']],
    ['/web/docs/{file}', ['/web/docs'], ['/web/openapi.json', '/docs/scalar.js']],
    ['/web/{what}', ['/web/openapi.json', '/web/openapi.yaml', '/web/docs'], ['/web/partner/docs', '/openapi.json']],
  ])('%s', async (path, taken, left) => {
    const shop = serve(createContract(await read(text.replace('paths:\n', get(path)))));
    expect(warnings).toEqual(taken.map(said));
    const post = await shop.fetch(path.replace('{file}', 'scalar.js').replace('{what}', 'docs'), { method: 'POST' });
    expect(post.status).toBe(204);
    for (const kept of left) expect([kept, (await shop.fetch(kept)).status]).toEqual([kept, 200]);
    if (path.includes('docs')) expect((await shop.fetch('/web/docs/scalar.js')).status).not.toBe(200);
  });
});
