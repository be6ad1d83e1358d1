import type { ServiceModel } from '@brrt/service-model';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { composed, composedModel, readModel } from './composed.ts';

const info = 'info: { title: Shop, version: "1" }';
const open = 'security: []';

/** Two services whose components have the same names and mean different things, one of each kind. */
function service(word: string, type: string, version = '3.1.0'): string {
  return `
openapi: ${version}
info: { title: ${word}, version: '1' }
servers: [{ url: 'http://localhost/${word}' }]
security: [{ Key: [read] }]
tags: [{ name: things, description: Of ${word} }]
paths:
  /things/{id}:
    parameters: [{ $ref: '#/components/parameters/Id' }]
    put:
      operationId: put_thing
      tags: [things]
      requestBody: { $ref: '#/components/requestBodies/Body' }
      responses:
        '200': { $ref: '#/components/responses/Done' }
      callbacks:
        told: { $ref: '#/components/callbacks/Told' }
  /things:
    get:
      operationId: list_things
      security: []
      responses: { '204': { description: None } }
components:
  securitySchemes: { Key: { type: apiKey, in: header, name: X-Key } }
  parameters:
    Id: { name: id, in: path, required: true, schema: { $ref: '#/components/schemas/Word' } }
  schemas:
    Word: { type: ${type}, enum: [${type === 'string' ? `a, "$ref"` : '1, 2'}] }
    Thing:
      type: object
      required: [kind]
      properties:
        kind: { type: string }
        word: { $ref: '#/components/schemas/Word' }
        next: { $ref: '#/components/schemas/Thing' }
      example: { $ref: '#/components/schemas/Word' }
    Unused: { type: object }
  requestBodies:
    Body: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
  headers:
    Mark: { schema: { $ref: '#/components/schemas/Word' } }
  examples:
    One: { value: { kind: ${word}, $ref: '#/components/schemas/Word' } }
  links:
    Again: { operationId: list_things }
    Other: { operationRef: '#/paths/~1things~1{id}/put' }
  callbacks:
    Told:
      '{$request.body#/url}':
        post:
          operationId: told
          security: [{ Key: [] }]
          requestBody: { $ref: '#/components/requestBodies/Body' }
          responses: { '204': { description: Heard } }
  responses:
    Done:
      description: Of ${word}
      headers: { X-Mark: { $ref: '#/components/headers/Mark' } }
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Thing' }
          examples: { one: { $ref: '#/components/examples/One' } }
      links: { again: { $ref: '#/components/links/Again' }, other: { $ref: '#/components/links/Other' } }
`;
}

const services = { 'user-service': service('users', 'string'), orders: service('orders', 'integer', '3.0.3') };
const both = `
${info}
contracts:
  web:
    ${open}
    services: { user-service: { operations: all, path: /u }, orders: { operations: all, path: /o } }
`;

it('keeps components of two services apart that have the same names, of every kind', async () => {
  const { text } = await composed({ composition: both, services });
  const document = parse(text);
  expect(document.components.schemas).toMatchObject({
    UserService_Word: { type: 'string' },
    Orders_Word: { type: 'integer' },
    UserService_Thing: {
      properties: {
        word: { $ref: '#/components/schemas/UserService_Word' },
        next: { $ref: '#/components/schemas/UserService_Thing' },
      },
    },
    Orders_Thing: { properties: { word: { $ref: '#/components/schemas/Orders_Word' } } },
  });
  // What is reached, and nothing else.
  expect(Object.keys(document.components.schemas)).toHaveLength(4);
  for (const prefix of ['UserService', 'Orders']) {
    const other = prefix === 'Orders' ? 'UserService' : 'Orders';
    const own = Object.entries(document.components).flatMap(([section, held]) =>
      Object.entries(held as object)
        .filter(([name]) => name.includes(`${prefix}_`))
        .map(([name, value]) => ({ place: `${section}/${name}`, text: JSON.stringify(value) })),
    );
    expect(own.map(({ place }) => place.split('/')[0])).toEqual(
      expect.arrayContaining([
        'parameters',
        'schemas',
        'requestBodies',
        'headers',
        'examples',
        'callbacks',
        'responses',
      ]),
    );
    expect(own.filter((each) => each.text.includes(`/${other}_`))).toEqual([]);
  }
});

it('gives every operation what it had in its own contract, apart from names and security', async () => {
  const model = await composedModel({ composition: both, services });
  for (const [name, path] of [
    ['user-service', '/web/u'],
    ['orders', '/web/o'],
  ] as const) {
    const own = await readModel(services[name], `/workspace/apps/${name}/openapi.yaml`);
    for (const operation of own.operations) {
      const found = model.operations.find((each) => each.id === `web_${name}_${operation.id}`);
      expect(found).toMatchObject({
        path: path + operation.path,
        method: operation.method,
        security: [],
        passThrough: { service: name, path: (operation.basePaths[0] ?? '') + operation.path },
      });
      expect(meaning(found, model)).toEqual(meaning(operation, own));
    }
  }
});

/** Schemas in full, two references deep, without the places where they stand, and without values. */
function meaning(operation: ServiceModel['operations'][number] | undefined, { schemas }: ServiceModel): unknown {
  const inlined = (value: unknown, depth = 0): unknown => {
    if (Array.isArray(value)) return value.map((each) => inlined(each, depth));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref } = value as Record<string, unknown>;
    const name = /^#\/components\/schemas\/(.*)$/.exec(String($ref))?.[1];
    if (name !== undefined && schemas[name] !== undefined)
      return depth > 2 ? 'deeper' : inlined(schemas[name], depth + 1);
    const entries = Object.entries(value).filter(([key]) => !['source', 'links', 'mapping', 'examples'].includes(key));
    return Object.fromEntries(entries.map(([key, each]) => [key, inlined(each, depth)]));
  };
  const { parameters, requestBody, responses } = operation ?? {};
  return inlined({ parameters, requestBody, responses });
}

it('leaves values alone that look like references', async () => {
  const { text } = await composed({ composition: both, services });
  const { components } = parse(text);
  expect(components.schemas.UserService_Word.enum).toEqual(['a', '$ref']);
  expect(components.schemas.UserService_Thing.examples[0]).toEqual({ $ref: '#/components/schemas/Word' });
  expect(components.examples.Orders_One.value.$ref).toBe('#/components/schemas/Word');
});

it('lets links lead to operations of the same contract, and leaves out those that it does not have', async () => {
  const composition = `
${info}
contracts:
  web: { ${open}, services: { orders: all } }
  mobile: { ${open}, services: { orders: [put_thing] } }
`;
  const { text } = await composed({ composition, services });
  const { responses } = parse(text).components;
  expect(responses.Web_Orders_Done.links).toEqual({
    again: { operationId: 'web_orders_list_things' },
    other: { operationId: 'web_orders_put_thing' },
  });
  expect(responses.Mobile_Orders_Done.links).toEqual({ other: { operationId: 'mobile_orders_put_thing' } });
  const model = await composedModel({ composition, services });
  expect(model.operations).toHaveLength(3);
});

it('leaves nothing behind of links that all lead elsewhere', async () => {
  const linked = services.orders.replace(", other: { $ref: '#/components/links/Other' }", '');
  const composition = `${info}\ncontracts:\n  web: { ${open}, services: { orders: [put_thing] } }`;
  const { text } = await composed({ composition, services: { orders: linked } });
  expect(parse(text).components.responses.Web_Orders_Done).toHaveProperty('content');
  expect(parse(text).components.responses.Web_Orders_Done).not.toHaveProperty('links');
});

it('puts the security of the contract in the place of the services', async () => {
  const composition = `
${info}
contracts:
  web:
    securitySchemes: { WebKey: { type: apiKey, in: header, name: X-Web } }
    security: [{ WebKey: [] }]
    services: { orders: { operations: all, changes: { list_things: { security: [], tags: [open] } } } }
  partner:
    prefix: /partner/v1
    securitySchemes: { PartnerToken: { type: http, scheme: bearer } }
    security: [{ PartnerToken: [] }]
    services: { orders: { operations: [list_things], changes: { list_things: { operationId: things, path: /all } } } }
`;
  const model = await composedModel({ composition, services });
  expect(Object.keys(model.securitySchemes)).toEqual(['WebKey', 'PartnerToken']);
  expect(
    model.operations.map(({ id, path, security }) => [id, path, security.flat().map(({ scheme }) => scheme)]),
  ).toEqual([
    ['web_orders_put_thing', '/web/things/{id}', ['WebKey']],
    ['web_orders_list_things', '/web/things', []],
    ['partner_things', '/partner/v1/all', ['PartnerToken']],
  ]);
  const told = model.operations[0]?.callbacks;
  expect(JSON.stringify(told)).not.toContain('Key');
});

it('keeps the values that tell schemas apart, and the names of XML roots', async () => {
  const zoo = `
openapi: 3.1.0
info: { title: Zoo, version: '1' }
paths:
  /animals:
    get:
      operationId: list
      responses:
        '200':
          description: ok
          content:
            application/json: { schema: { $ref: '#/components/schemas/Animal' } }
            application/xml: { schema: { $ref: '#/components/schemas/Cage' } }
  /bases:
    get:
      operationId: bases
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Base' } } } }
components:
  schemas:
    Animal:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: kind, mapping: { hound: Dog } }
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: integer } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string }, name: { type: string } } }
    Cage: { type: object, properties: { number: { type: integer } } }
    Base: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
    Sub: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, required: [depth], properties: { depth: { type: integer } } }] }
`;
  const composition = `${info}\ncontracts:\n  web: { ${open}, services: { zoo: all } }`;
  const { text } = await composed({ composition, services: { zoo } });
  const { components, paths } = parse(text);
  expect(components.schemas.Zoo_Animal.discriminator.mapping).toEqual({
    hound: '#/components/schemas/Zoo_Dog',
    Cat: '#/components/schemas/Zoo_Cat',
  });
  expect(components.schemas.Zoo_Base.discriminator.mapping).toEqual({ Sub: '#/components/schemas/Zoo_Sub' });
  expect(components.schemas.Zoo_Sub).toBeDefined();
  const { content } = paths['/web/animals'].get.responses['200'];
  expect(content['application/xml'].schema).toEqual({ $ref: '#/components/schemas/Zoo_Cage', xml: { name: 'Cage' } });
});

it('takes operations of its own, which may refer to components of the services', async () => {
  const composition = `
${info}
contracts:
  web:
    securitySchemes: { WebKey: { type: apiKey, in: header, name: X-Web } }
    security: [{ WebKey: [] }]
  mobile:
    ${open}
    services: { orders: [list_things] }
`;
  const answer = `responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Home' } } } } }`;
  const aggregates = `
openapi: 3.1.0
info: { title: Own, version: '1' }
paths:
  /web/home:
    get: { operationId: getHome, x-aggregate: { things: { service: orders, operation: list_things } }, ${answer} }
  /news:
    get: { operationId: news, x-contracts: [web, mobile], ${answer} }
  /old:
    get: { operationId: old, security: [{ OldKey: [] }], ${answer} }
components:
  securitySchemes: { OldKey: { type: apiKey, in: header, name: X-Old } }
  schemas:
    Home: { type: object, properties: { thing: { $ref: '#/components/schemas/Orders_Thing' } } }
`;
  const model = await composedModel({ composition, aggregates, services });
  expect(
    model.operations.map(({ id, path, security }) => [id, path, security.flat().map(({ scheme }) => scheme)]),
  ).toEqual([
    ['mobile_orders_list_things', '/mobile/things', []],
    ['getHome', '/web/home', ['WebKey']],
    ['web_news', '/web/news', ['WebKey']],
    ['mobile_news', '/mobile/news', []],
    ['old', '/old', ['OldKey']],
  ]);
  expect(Object.keys(model.schemas)).toEqual(['Orders_Word', 'Orders_Thing', 'Home']);
});

it('is the same for the same contracts, and says whose each part is', async () => {
  const first = await composed({ composition: both, services });
  expect((await composed({ composition: both, services })).text).toBe(first.text);
  expect(first.text).toContain('    # user-service: put_thing\n    put:');
  expect(first.text).toContain('    # orders: Word\n    Orders_Word:');
});

it.each([
  [
    'an unknown key',
    `${info}\ncontracts:\n  web: { ${open}, service: { orders: all } }`,
    '3:24 composition-key /contracts/web/service',
    'Did you mean "services"?',
  ],
  [
    'an unknown service',
    `${info}\ncontracts:\n  web: { ${open}, services: { order: all } }`,
    '3:36 composition-service /contracts/web/services/order',
    'A service is a folder',
  ],
  [
    'an unknown operation',
    `${info}\ncontracts:\n  web: { ${open}, services: { orders: [list_thing] } }`,
    '3:45 composition-operation /contracts/web/services/orders/0',
    'Did you mean "list_things"?',
  ],
  [
    'no security',
    `${info}\ncontracts:\n  web: { services: { orders: all } }`,
    '3:3 composition-missing /contracts/web',
    'security: []',
  ],
  [
    'an undeclared scheme',
    `${info}\ncontracts:\n  web: { security: [{ Key: [] }] }`,
    '3:23 composition-security /contracts/web/security/0/Key',
    'no securitySchemes',
  ],
  [
    'a path without its variables',
    `${info}\ncontracts:\n  web: { ${open}, services: { orders: { operations: all, changes: { put_thing: { path: /thing } } } } }`,
    '3:74 composition-path /contracts/web/services/orders/changes/put_thing',
    'It needs id',
  ],
  [
    'two operations at one path',
    `${info}\ncontracts:\n  web: { ${open}, services: { user-service: [list_things], orders: [list_things] } }`,
    '3:65 composition-clash /contracts/web/services/orders',
    'Leave one out',
  ],
  [
    'a scheme of two contracts',
    `${info}\ncontracts:\n  web: { ${open}, securitySchemes: { K: { type: http, scheme: basic } } }\n  app: { ${open}, securitySchemes: { K: { type: http, scheme: basic } } }`,
    '4:43 composition-security /contracts/app/securitySchemes/K',
    'Give it a name of its own',
  ],
  ['malformed YAML', 'info: [', '1:8 malformed-yaml ', ''],
])('refuses %s at its place', async (_what, composition, place, hint) => {
  const { text, diagnostics } = await composed({ composition, services });
  expect(text).toBe('');
  const [first] = diagnostics;
  expect(`${first?.line}:${first?.column} ${first?.code} ${first?.pointer}`).toBe(place);
  expect(first?.hint ?? '').toContain(hint);
});

it('names the unknown service before the references of its own document that lead nowhere for that', async () => {
  const composition = `${info}\ncontracts:\n  web: { ${open}, services: { order: all } }`;
  const aggregates = `
openapi: 3.1.0
info: { title: Own, version: '1' }
paths:
  /web/home:
    get:
      operationId: getHome
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Orders_Thing' } } } } }
`;
  const { diagnostics } = await composed({ composition, aggregates, services });
  expect(diagnostics.map(({ code }) => code)).toEqual(['composition-service', 'unresolved-reference']);
});

it('names both places of a clash', async () => {
  const composition = `${info}\ncontracts:\n  web: { ${open}, services: { user-service: [list_things], orders: [list_things] } }`;
  const { diagnostics } = await composed({ composition, services });
  expect(diagnostics[0]?.message).toBe(
    'GET /web/things is there twice: orders: list_things (apps/orders/openapi.yaml:19) and user-service: list_things (apps/user-service/openapi.yaml:19)',
  );
});
