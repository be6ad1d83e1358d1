import { deepStrictEqual } from 'node:assert';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadServiceModel, readServiceModel, type ServiceModel } from '../src/index.ts';

const folder = join(import.meta.dirname, '../testdata/valid');

function operation(model: ServiceModel, id: string): ServiceModel['operations'][number] {
  const found = model.operations.find((candidate) => candidate.id === id);
  if (found === undefined) throw new TypeError(`no operation ${id}`);
  return found;
}

describe('every valid document', () => {
  it.each(['multi/openapi.yaml', 'petstore-2.0.yaml', 'features-3.2.yaml', 'schemas-3.0.yaml'])(
    '%s gives a model without warnings that survives JSON unchanged',
    async (name) => {
      const { model, diagnostics } = await readServiceModel(join(folder, name));
      expect(diagnostics.filter(({ severity }) => severity !== 'note')).toEqual([]);
      deepStrictEqual(JSON.parse(JSON.stringify(model)), model);
      expect(JSON.stringify(model)).not.toContain('"file":""');
    },
  );
});

describe('a contract in several files', () => {
  let model: ServiceModel;
  beforeAll(async () => {
    model = await loadServiceModel(join(folder, 'multi/openapi.yaml'));
  });

  it('names every file that was read, the contract first', async () => {
    const { files } = await readServiceModel(join(folder, 'multi/openapi.yaml'));
    const names = ['openapi.yaml', 'shared/paths.yaml', 'shared/schemas.yaml', 'shared/tag.json'];
    expect(files).toEqual(names.map((name) => join(folder, 'multi', name)));
  });

  it('keeps references between schemas, under one name for each place', () => {
    expect(Object.keys(model.schemas)).toEqual(['Pet', 'Error', 'tag', 'Error_2', 'Pet_name']);
    expect(model.schemas.Pet).toEqual({
      type: 'object',
      properties: {
        tag: { $ref: '#/components/schemas/tag' },
        parent: { $ref: '#/components/schemas/Pet' },
        error: { $ref: '#/components/schemas/Error_2' },
        nick: { $ref: '#/components/schemas/Pet_name' },
        name: { type: 'string' },
      },
      discriminator: { propertyName: 'kind', mapping: { pet: 'Pet', err: '#/components/schemas/Error_2' } },
    });
    expect(model.schemas.Error).toEqual({ type: 'string' });
  });

  it('resolves parameters, headers, examples, responses and path items', () => {
    const { parameters, responses, source } = operation(model, 'listPets');
    expect(parameters.map(({ name, schema }) => ({ name, schema }))).toEqual([
      { name: 'limit', schema: { type: 'integer', default: 10 } },
    ]);
    expect(responses.map(({ status, description }) => `${status} ${description}`)).toEqual([
      '200 ok',
      'default An error',
    ]);
    expect(responses[0]?.headers[0]).toMatchObject({ name: 'x-total', required: true, schema: { type: 'integer' } });
    expect(responses[0]?.content[0]?.examples).toEqual([{ name: 'one', summary: 'One', value: [{ name: 'Rex' }] }]);
    expect(source).toEqual({ file: join(folder, 'multi/shared/paths.yaml'), line: 2, column: 3, pointer: '/pets/get' });
  });

  it('lets the description of a reference and the fields beside that of a path item win', () => {
    const people = operation(model, 'get_people');
    expect(people.summary).toBe('People');
    expect(people.responses[0]?.description).toBe('Something else');
  });

  it('has only local references in its document', () => {
    const references = [...JSON.stringify(model.document).matchAll(/"\$ref":"([^"]*)"/g)].map(
      ([, reference]) => reference,
    );
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((reference) => !/^#\/components\/\w+\/[\w.-]+$/.test(reference ?? ''))).toEqual([]);
  });
});

describe('Swagger 2.0', () => {
  let model: ServiceModel;
  beforeAll(async () => {
    model = await loadServiceModel(join(folder, 'petstore-2.0.yaml'));
  });

  it('becomes OpenAPI 3.1', () => {
    expect(model.openapi).toBe('2.0');
    expect(model.document.openapi).toBe('3.1.0');
    expect(model.servers.map(({ url }) => url)).toEqual(['https://api.example.org/v1/', 'http://api.example.org/v1/']);
    expect(model.extensions).toEqual({ 'x-owner': 'pets' });
    expect(model.schemas.Pet).toEqual({
      type: 'object',
      discriminator: { propertyName: 'kind' },
      required: ['kind'],
      properties: {
        kind: { type: ['string', 'null'], examples: ['cat'] },
        weight: { type: 'number', exclusiveMinimum: 0 },
      },
    });
  });

  it('reads collectionFormat as style and explode', () => {
    const { parameters } = operation(model, 'listPets');
    expect(parameters.map(({ name, style, explode }) => [name, style, explode])).toEqual([
      ['limit', 'form', true],
      ['ids', 'form', true],
      ['tags', 'form', false],
      ['bars', 'pipeDelimited', false],
      ['spaces', 'spaceDelimited', false],
      ['X-Ids', 'simple', false],
    ]);
  });

  it('reads a body parameter as a request body of every consumed media type', () => {
    const { requestBody, parameters, basePaths, security, responses } = operation(model, 'addPet');
    expect(requestBody?.required).toBe(true);
    expect(requestBody?.content.map(({ mediaType }) => mediaType)).toEqual(['application/json', 'application/xml']);
    expect(parameters.map(({ name }) => name)).toEqual(['limit']);
    expect([basePaths, security]).toEqual([['/v1'], []]);
    expect(responses[0]?.content.map(({ mediaType }) => mediaType)).toEqual(['text/plain', 'application/json']);
  });

  it('reads form fields as a form, with a file as multipart', () => {
    expect(operation(model, 'upload').requestBody?.content[0]).toMatchObject({
      mediaType: 'multipart/form-data',
      schema: { properties: { file: { format: 'binary' }, labels: { type: 'array' } }, required: ['file'] },
      encoding: { labels: { style: 'form', explode: false } },
    });
    expect(operation(model, 'rename').requestBody?.content[0]?.mediaType).toBe('application/x-www-form-urlencoded');
    expect(operation(model, 'rename').responses[0]?.content[0]?.mediaType).toBe('application/octet-stream');
  });

  it('reads security definitions', () => {
    const kinds = Object.entries(model.securitySchemes).map(([name, { type }]) => [name, type]);
    expect(kinds).toEqual([
      ['key', 'apiKey'],
      ['basic', 'http'],
      ['implicit', 'oauth2'],
      ['code', 'oauth2'],
      ['application', 'oauth2'],
    ]);
    expect(model.securitySchemes.code).toMatchObject({ scopes: { write: 'Write' } });
  });
});

describe('OpenAPI 3.2', () => {
  let model: ServiceModel;
  beforeAll(async () => {
    model = await loadServiceModel(join(folder, 'features-3.2.yaml'));
  });

  it('reads query, additional operations and x-brrtrouter-query', () => {
    expect(model.operations.map(({ method, path, name }) => `${method} ${path} ${name}`)).toEqual([
      'QUERY /pets searchPets',
      'COPY /pets deleteOperation',
      'QUERY /pets/{id}.json searchPetsQueryPetsIdJson',
      'GET /pets/{id}.json getPetsIdJson',
    ]);
  });

  it('takes base paths from operation, path item or document', () => {
    expect(model.operations.map(({ basePaths }) => basePaths)).toEqual([
      ['/a/b'],
      ['/copies'],
      ['/test/v1', '/live/v1'],
      ['/test/v1', '/live/v1'],
    ]);
  });

  it('reads querystring and cookie parameters', () => {
    const [filter, session] = operation(model, 'search-pets').parameters;
    expect(filter).toMatchObject({ in: 'querystring', content: { mediaType: 'application/json' }, schema: true });
    expect(session).toMatchObject({
      in: 'cookie',
      style: 'cookie',
      explode: true,
      examples: [{ name: 'default', value: ['a'] }],
    });
  });

  it('merges parameters by name and place, header names without case', () => {
    const { parameters } = operation(model, 'get_pets_id_json');
    expect(parameters.map(({ name, required }) => [name, required])).toEqual([
      ['id', true],
      ['x-trace', true],
    ]);
    expect(parameters[1]?.examples).toEqual([
      { name: 'one', value: 1 },
      { name: 'two', serializedValue: '2' },
      { name: 'three', serializedValue: 'three' },
    ]);
  });

  it('reads security as alternatives of schemes, the operation before the document', () => {
    expect(operation(model, 'search-pets').security).toEqual([[{ scheme: 'token', scopes: [] }], []]);
    expect(operation(model, 'delete').security).toEqual([]);
    expect(operation(model, 'get_pets_id_json').security).toEqual([
      [{ scheme: 'login', scopes: ['read'] }],
      [
        { scheme: 'token', scopes: [] },
        { scheme: 'key', scopes: [] },
      ],
    ]);
    expect(model.securitySchemes.token).toMatchObject({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
    expect(model.securitySchemes.key).toMatchObject({ type: 'apiKey', in: 'cookie', parameterName: 'key' });
    expect(model.securitySchemes.login).toMatchObject({ scopes: { read: 'Read' }, extensions: { 'x-realm': 'pets' } });
    expect(model.securitySchemes.oidc).toMatchObject({ openIdConnectUrl: 'https://id.example.org' });
    expect(model.securitySchemes.tls).toMatchObject({ type: 'mutualTLS' });
  });

  it('reads bodies, encodings, item schemas, callbacks, webhooks and tags', () => {
    const copy = operation(model, 'delete');
    expect(copy.requestBody).toMatchObject({ required: true, description: 'A pet' });
    expect(copy.requestBody?.content[0]?.encoding).toMatchObject({
      photo: { contentType: 'image/png', headers: [{ name: 'X-Size', explode: true }], allowReserved: true },
      tags: { style: 'pipeDelimited', explode: false },
    });
    expect(copy.callbacks).toMatchObject([{ name: 'done', expression: '{$request.body#/url}', method: 'POST' }]);
    expect(copy.extensions).toEqual({ 'x-own': true });
    expect(operation(model, 'search-pets').responses[0]).toMatchObject({
      status: '2XX',
      content: [{ mediaType: 'text/event-stream', itemSchema: { $ref: '#/components/schemas/Event' } }],
    });
    expect(model.webhooks).toMatchObject([{ name: 'moved', expression: '', method: 'POST' }]);
    expect(model.tags).toEqual([
      { name: 'pets', summary: 'Pets', description: 'All pets', parent: 'animals', kind: 'nav' },
      { name: 'animals' },
    ]);
  });

  it('hoists what anchors, ids and pointers into schemas lead to, and takes odd names as they are', () => {
    expect(model.schemas.Pet).toMatchObject({
      properties: {
        tag: { $ref: '#/components/schemas/Tags_items' },
        code: { $ref: '#/components/schemas/Code' },
        first: { $ref: '#/components/schemas/Tags_items' },
        constructor: { $ref: '#/components/schemas/toString', description: 'odd' },
      },
    });
    expect(model.schemas.Code).toMatchObject({ items: { $ref: '#/components/schemas/Code_Letter' } });
    expect(JSON.stringify(model.schemas.Pet)).toContain('"__proto__":{"type":"string"}');
  });
});
