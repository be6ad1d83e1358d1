import { type JsonObject, type JsonValue, readServiceModelText } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { grammar32 } from '../libs/service-model/src/parse/grammar-3-2.ts';
import { schemaKeywords } from '../libs/service-model/src/parse/schema-keywords.ts';
import { compareContracts } from '../tools/generators/src/diff/compare-contracts.ts';
import { replacedAt } from '../tools/generators/src/diff/testing/find-sites.ts';

// Every field of OpenAPI is compared, or in a list of those that can break nobody: a field that is new fails here.

const text = { type: 'string' };
const pair = { type: 'object', properties: { a: text, b: text } };
const post = '/paths/~1pets/post';
const body = `${post}/requestBody/content`;
const answer = `${post}/responses/200`;
const hook = '/webhooks/petAdded/post';
const scheme = '/components/securitySchemes';

const base: JsonObject = {
  openapi: '3.2.0',
  info: { title: 'T', version: '1.0.0' },
  servers: [{ url: 'https://{region}.a.example', variables: { region: { default: 'eu', enum: ['eu', 'us'] } } }],
  paths: {
    '/pets': {
      post: {
        operationId: 'addPet',
        parameters: [
          { name: 'q', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
          { name: 'c', in: 'query', content: { 'application/json': { schema: text } } },
        ],
        requestBody: {
          content: {
            'application/json': { schema: pair },
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                properties: { a: { type: 'array', items: { type: 'integer' }, minItems: 2 } },
                required: ['a'],
              },
            },
            'multipart/form-data': {
              schema: pair,
              encoding: { a: { contentType: 'image/png, image/gif', headers: { 'X-A': { schema: text } } } },
            },
            'multipart/mixed': {
              itemSchema: pair,
              prefixEncoding: [{ contentType: 'text/plain' }],
              itemEncoding: { contentType: 'application/json' },
            },
            'application/jsonl': { itemSchema: pair },
          },
        },
        responses: {
          200: {
            description: 'a',
            headers: {
              'X-A': { schema: { type: 'object', properties: { a: text } } },
              'X-B': { content: { 'application/json': { schema: text } } },
            },
            content: { 'application/json': { schema: pair } },
            links: { self: { operationId: 'getPet', parameters: { id: '$response.body#/a' } } },
          },
          404: { description: 'b' },
        },
        callbacks: {
          done: {
            '{$request.body#/a}': {
              post: {
                requestBody: { content: { 'application/json': { schema: pair } } },
                responses: { 200: { description: 'a' } },
              },
            },
          },
        },
        security: [{ key: [] }],
      },
    },
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: {
        operationId: 'getPet',
        security: [{ login: [] }, { token: ['read'] }, { bearer: [] }],
        responses: { 200: { description: 'a' } },
      },
    },
    '/live': {
      get: {
        operationId: 'live',
        responses: { 101: { description: 'a' } },
        'x-websocket': { receive: pair, send: pair },
      },
    },
  },
  webhooks: {
    petAdded: {
      post: {
        parameters: [{ name: 'X-Kind', in: 'header', required: true, schema: text }],
        requestBody: { required: true, content: { 'application/json': { schema: pair } } },
        responses: { 200: { description: 'a' } },
      },
    },
  },
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      token: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: 'https://a.example/t', scopes: { read: 'r' } } },
      },
      login: { type: 'openIdConnect', openIdConnectUrl: 'https://a.example/.well-known/openid-configuration' },
      bearer: { type: 'http', scheme: 'bearer' },
    },
  },
};

/** A place of the document, and what stands there before and after; undefined: nothing. */
type Case = readonly [pointer: string, old: JsonValue | undefined, fresh: JsonValue | undefined];

const operation = { operationId: 'other', responses: { 200: { description: 'a' } } };
const server = [{ url: 'https://b.example' }];
const schemas = (json: JsonValue): JsonObject => ({ 'application/json': { schema: json } });
const flow = { authorizationUrl: 'https://a.example/a', tokenUrl: 'https://a.example/t', scopes: { read: 'r' } };
const used = (name: string): JsonValue => [{ [name]: [] }];

const compared: Readonly<Record<string, Case>> = {
  'document.servers': ['/servers', base.servers, server],
  'document.paths': ['/paths/~1other', undefined, { get: operation }],
  'document.webhooks': [hook, undefined, (base.webhooks as { petAdded: { post: JsonObject } }).petAdded.post],
  'document.security': ['/security', undefined, used('key')],
  'server.url': ['/servers/0/url', 'https://{region}.a.example', 'https://{region}.b.example'],
  'server.variables': ['/servers/0/variables/region/enum', ['eu', 'us'], ['eu']],
  'serverVariable.enum': ['/servers/0/variables/region/enum', ['eu', 'us'], ['eu', 'asia']],
  'serverVariable.default': ['/servers/0/variables/region', { default: 'eu' }, { default: 'us' }],
  'components.securitySchemes': [`${scheme}/key/name`, 'X-Key', 'X-Other'],
  'paths.*': ['/paths/~1other', undefined, { get: operation }],
  ...Object.fromEntries(
    ['get', 'put', 'delete', 'options', 'head', 'patch', 'trace', 'query', 'post'].map((method): [string, Case] => [
      `pathItem.${method}`,
      [`/paths/~1other/${method}`, undefined, operation],
    ]),
  ),
  'pathItem.additionalOperations': ['/paths/~1other', undefined, { additionalOperations: { LINK: operation } }],
  'pathItem.servers': ['/paths/~1pets/servers', undefined, server],
  'pathItem.parameters': [
    '/paths/~1pets/parameters',
    undefined,
    [{ name: 'p', in: 'query', required: true, schema: text }],
  ],
  'operation.operationId': [`${post}/operationId`, 'addPet', 'makePet'],
  'operation.parameters': [`${post}/parameters/2`, undefined, { name: 'p', in: 'query', schema: text }],
  'operation.requestBody': [`${post}/requestBody`, undefined, { content: schemas(text) }],
  'operation.responses': [`${post}/responses/201`, undefined, { description: 'a' }],
  'operation.callbacks': [`${post}/callbacks/other`, undefined, { 'https://a.example': { post: operation } }],
  'operation.deprecated': [`${post}/deprecated`, undefined, true],
  'operation.security': [`${post}/security`, used('key'), used('bearer')],
  'operation.servers': [`${post}/servers`, undefined, server],
  'operation.x-websocket': ['/paths/~1live/get/x-websocket', { receive: pair, send: pair }, undefined],
  'webSocket.receive': ['/paths/~1live/get/x-websocket/receive', pair, { ...pair, required: ['a'] }],
  'webSocket.send': ['/paths/~1live/get/x-websocket/send', pair, { ...pair, required: ['a'] }],
  'webSocket.*': ['/paths/~1live/get/x-websocket/maxMessageBytes', 10_000, 1_000],
  'parameter.name': [`${post}/parameters/0/name`, 'q', 'r'],
  'parameter.in': [`${post}/parameters/0/in`, 'query', 'header'],
  'parameter.required': [`${post}/parameters/0/required`, undefined, true],
  'parameter.deprecated': [`${post}/parameters/0/deprecated`, undefined, true],
  'parameter.allowEmptyValue': [`${post}/parameters/0/allowEmptyValue`, undefined, true],
  'parameter.style': [`${post}/parameters/0/style`, undefined, 'pipeDelimited'],
  'parameter.explode': [`${post}/parameters/0/explode`, undefined, false],
  'parameter.schema': [`${post}/parameters/0/schema/maxItems`, undefined, 3],
  'parameter.content': [`${post}/parameters/1/content/application~1json/schema`, text, { type: 'integer' }],
  'requestBody.content': [`${body}/text~1csv`, undefined, {}],
  'requestBody.required': [`${post}/requestBody/required`, undefined, true],
  'mediaType.schema': [`${body}/application~1json/schema/required`, undefined, ['a']],
  'mediaType.encoding': [
    `${body}/application~1x-www-form-urlencoded/encoding`,
    undefined,
    { a: { style: 'form', explode: false } },
  ],
  'mediaType.itemSchema': [`${body}/application~1jsonl/itemSchema/required`, undefined, ['a']],
  'mediaType.prefixEncoding': [
    `${body}/multipart~1mixed/prefixEncoding`,
    [{ contentType: 'text/plain' }],
    [{ contentType: 'text/html' }],
  ],
  'mediaType.itemEncoding': [`${body}/multipart~1mixed/itemEncoding/contentType`, 'application/json', 'text/plain'],
  'encoding.contentType': [`${body}/multipart~1form-data/encoding/a/contentType`, 'image/png, image/gif', 'image/png'],
  'encoding.headers': [`${body}/multipart~1form-data/encoding/a/headers/X-B`, undefined, { schema: text }],
  'encoding.style': [
    `${body}/application~1x-www-form-urlencoded/encoding`,
    { a: { style: 'spaceDelimited', explode: false } },
    { a: { style: 'pipeDelimited', explode: false } },
  ],
  'encoding.explode': [
    `${body}/application~1x-www-form-urlencoded/encoding`,
    { a: { style: 'form', explode: true } },
    { a: { style: 'form', explode: false } },
  ],
  // Of a part; in a form, what is escaped reads as what is not.
  'encoding.allowReserved': [
    `${body}/multipart~1form-data/encoding/b`,
    { contentType: 'text/plain' },
    { contentType: 'text/plain', allowReserved: true },
  ],
  'encoding.encoding': [
    `${body}/multipart~1form-data/encoding/b`,
    { contentType: 'multipart/mixed', encoding: { a: { contentType: 'text/plain' } } },
    { contentType: 'multipart/mixed', encoding: { a: { contentType: 'text/html' } } },
  ],
  'encoding.prefixEncoding': [
    `${body}/multipart~1mixed/itemEncoding`,
    { contentType: 'multipart/mixed', prefixEncoding: [{ contentType: 'text/plain' }] },
    { contentType: 'multipart/mixed', prefixEncoding: [{ contentType: 'text/html' }] },
  ],
  'encoding.itemEncoding': [
    `${body}/multipart~1mixed/itemEncoding`,
    { contentType: 'multipart/mixed', itemEncoding: { contentType: 'text/plain' } },
    { contentType: 'multipart/mixed', itemEncoding: { contentType: 'text/html' } },
  ],
  'responses.*': [`${post}/responses/201`, undefined, { description: 'a' }],
  'response.headers': [`${answer}/headers/X-C`, undefined, { schema: text }],
  'response.content': [`${answer}/content/text~1plain`, undefined, {}],
  'response.links': [`${answer}/links/other`, undefined, { operationId: 'getPet' }],
  'callback.*': [`${post}/callbacks/done/{$request.body#~1b}`, undefined, { post: operation }],
  'link.operationRef': [
    `${answer}/links/self`,
    { operationRef: '#/paths/~1pets~1{id}/get' },
    { operationRef: '#/paths/~1live/get' },
  ],
  'link.operationId': [`${answer}/links/self`, { operationId: 'getPet' }, { operationId: 'live' }],
  'link.parameters': [`${answer}/links/self/parameters/id`, '$response.body#/a', '$response.body#/b'],
  'link.requestBody': [`${answer}/links/self/requestBody`, undefined, '$request.body'],
  'link.server': [`${answer}/links/self/server`, undefined, { url: 'https://b.example' }],
  'header.required': [`${answer}/headers/X-A/required`, undefined, true],
  'header.explode': [`${answer}/headers/X-A/explode`, undefined, true],
  'header.schema': [`${answer}/headers/X-A/schema/required`, undefined, ['a']],
  'header.content': [`${answer}/headers/X-B/content/application~1json/schema`, text, { type: 'integer' }],
  'securityScheme.type': [
    `${scheme}/key`,
    { type: 'apiKey', in: 'header', name: 'X-Key' },
    { type: 'http', scheme: 'basic' },
  ],
  'securityScheme.name': [`${scheme}/key/name`, 'X-Key', 'X-Other'],
  'securityScheme.in': [`${scheme}/key/in`, 'header', 'query'],
  'securityScheme.scheme': [`${scheme}/key`, { type: 'http', scheme: 'basic' }, { type: 'http', scheme: 'bearer' }],
  'securityScheme.bearerFormat': [`${scheme}/bearer/bearerFormat`, undefined, 'JWT'],
  'securityScheme.flows': [`${scheme}/token/flows/password`, undefined, flow],
  'securityScheme.openIdConnectUrl': [`${scheme}/login/openIdConnectUrl`, 'https://a.example/x', 'https://b.example/x'],
  'securityScheme.oauth2MetadataUrl': [
    `${scheme}/token/oauth2MetadataUrl`,
    'https://a.example/m',
    'https://b.example/m',
  ],
  'securityScheme.deprecated': [`${scheme}/token/deprecated`, undefined, true],
  ...Object.fromEntries(
    ['implicit', 'password', 'clientCredentials', 'authorizationCode', 'deviceAuthorization'].map(
      (name): [string, Case] => [
        `oauthFlows.${name}`,
        [`${scheme}/token/flows`, { [name]: { ...flow, deviceAuthorizationUrl: 'https://a.example/d' } }, {}],
      ],
    ),
  ),
  ...Object.fromEntries(
    ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'].map((name): [string, Case] => [
      `oauthFlow.${name}`,
      [
        `${scheme}/token/flows/authorizationCode`,
        { ...flow, [name]: 'https://a.example/x' },
        { ...flow, [name]: 'https://b.example/x' },
      ],
    ]),
  ),
  'oauthFlow.scopes': [`${scheme}/token/flows/clientCredentials/scopes`, { read: 'r' }, { write: 'w' }],
};

/** Said to people, or held where it is referred to. */
const harmless: Readonly<Record<string, string>> = {
  ...reasons('described to people', [
    ...['document.info', 'document.tags', 'document.externalDocs', 'operation.tags', 'operation.summary'],
    ...[
      'operation.description',
      'operation.externalDocs',
      'pathItem.summary',
      'pathItem.description',
      'header.deprecated',
    ],
    ...['parameter.description', 'header.description', 'requestBody.description', 'response.description'],
    ...['response.summary', 'server.description', 'server.name', 'serverVariable.description', 'link.description'],
    ...['mediaType.description', 'securityScheme.description'],
    ...objectFields('info', 'contact', 'license', 'tag', 'externalDocs'),
  ]),
  ...reasons('an example', [
    ...[
      'parameter.example',
      'parameter.examples',
      'header.example',
      'header.examples',
      'mediaType.example',
      'mediaType.examples',
    ],
    ...objectFields('example'),
  ]),
  ...reasons('compared where it is used', [
    'document.components',
    ...[
      'schemas',
      'responses',
      'parameters',
      'examples',
      'requestBodies',
      'headers',
      'links',
      'callbacks',
      'pathItems',
      'mediaTypes',
    ].map((section) => `components.${section}`),
  ]),
  ...reasons('decides how the document is read, which the comparison sees', [
    'document.openapi',
    'document.jsonSchemaDialect',
    'document.$self',
  ]),
  ...reasons('another spelling of query', ['pathItem.QUERY', 'pathItem.x-brrtrouter-query']),
  ...reasons('what is escaped reads as what is not', ['parameter.allowReserved']),
  ...reasons('the only one there is (OpenAPI 3.2 §4.21)', ['header.style', 'header.allowReserved']),
};

function reasons(reason: string, fields: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map((field) => [field, reason]));
}

function objectFields(...kinds: readonly (keyof typeof grammar32.objects)[]): readonly string[] {
  return kinds.flatMap((kind) => Object.keys(grammar32.objects[kind]?.fields ?? {}).map((field) => `${kind}.${field}`));
}

async function modelOf(document: JsonValue) {
  const { model, diagnostics } = await readServiceModelText(
    { text: JSON.stringify(document), file: 'openapi.json' },
    { overlays: [] },
  );
  if (model === undefined) throw new TypeError(JSON.stringify(diagnostics));
  return model;
}

async function changesOf([pointer, old, fresh]: Case): Promise<readonly (readonly string[])[]> {
  const [before, after] = [
    await modelOf(replacedAt(base, pointer, old)),
    await modelOf(replacedAt(base, pointer, fresh)),
  ];
  return [compareContracts(before, after), compareContracts(after, before)].map((changes) =>
    changes.map(({ id, level }) => `${level} ${id}`),
  );
}

/** What is no longer deprecated is no news. */
const oneWay = new Set(['operation.deprecated', 'parameter.deprecated']);

describe('a change of a field is told', () => {
  it('of every field that OpenAPI has', () => {
    const all = Object.entries(grammar32.objects).flatMap(([kind, { fields, others }]) => [
      ...Object.keys(fields).map((field) => `${kind}.${field}`),
      ...(others === undefined ? [] : [`${kind}.*`]),
    ]);
    expect(all.filter((field) => !Object.hasOwn(compared, field) && !Object.hasOwn(harmless, field))).toEqual([]);
    expect(Object.keys(compared).filter((field) => Object.hasOwn(harmless, field))).toEqual([]);
  });

  it.each(Object.entries(compared))('%s', async (field, change) => {
    const [forth = [], back = []] = await changesOf(change);
    const told = [forth.length > 0, back.length > 0];
    expect(told.filter(Boolean).length, `${forth} | ${back}`).toBeGreaterThanOrEqual(oneWay.has(field) ? 1 : 2);
  });
});

/** Keywords of schemas: what stands in a body before and after. */
const keywords: Readonly<Record<string, readonly [JsonObject, JsonObject]>> = {
  ...Object.fromEntries(
    Object.entries({
      ...{
        type: 'string',
        enum: ['a'],
        const: 'a',
        multipleOf: 2,
        maximum: 5,
        minimum: 5,
        exclusiveMaximum: 5,
        exclusiveMinimum: 5,
      },
      ...{
        maxLength: 5,
        minLength: 5,
        pattern: '^a',
        maxItems: 2,
        minItems: 2,
        uniqueItems: true,
        maxProperties: 2,
        minProperties: 2,
      },
      ...{ required: ['a'], dependentRequired: { a: ['b'] }, allOf: [text], anyOf: [text], oneOf: [text], not: text },
      ...{ dependentSchemas: { a: { required: ['b'] } }, prefixItems: [text], items: text, contains: text },
      ...{
        properties: { a: text },
        patternProperties: { '^a': text },
        additionalProperties: text,
        propertyNames: { maxLength: 2 },
      },
      ...{ unevaluatedItems: false, unevaluatedProperties: false, format: 'int32', dependencies: { a: ['b'] } },
    }).map(([keyword, content]) => [keyword, [{}, { [keyword]: content }]]),
  ),
  if: [{}, { if: text, else: false }],
  // Literals with these keys would be taken for promises.
  ...Object.fromEntries([
    [
      'then',
      [
        { if: text },
        Object.fromEntries([
          ['if', text],
          ['then', { maxLength: 2 }],
        ]),
      ],
    ],
  ]),
  else: [{ if: text }, { if: text, else: { type: 'integer' } }],
  maxContains: [{ contains: text }, { contains: text, maxContains: 2 }],
  minContains: [{ contains: text }, { contains: text, minContains: 2 }],
  additionalItems: [{ items: [text] }, { items: [text], additionalItems: false }],
  readOnly: [{ properties: { a: text } }, { properties: { a: { ...text, readOnly: true } } }],
  writeOnly: [{ properties: { a: text } }, { properties: { a: { ...text, writeOnly: true } } }],
  default: [{ properties: { a: { ...text, default: 'x' } } }, { properties: { a: { ...text, default: 'y' } } }],
  discriminator: [
    { anyOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] },
    {
      anyOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
      discriminator: { propertyName: 'kind' },
    },
  ],
  $dynamicRef: [{}, { $dynamicRef: '#/components/schemas/A' }],
};

const silent: Readonly<Record<string, string>> = {
  ...reasons('described to people', [
    'title',
    'description',
    'deprecated',
    'example',
    'examples',
    'externalDocs',
    '$comment',
  ]),
  ...reasons('an annotation of texts: what they hold is not decoded', [
    'contentEncoding',
    'contentMediaType',
    'contentSchema',
  ]),
  ...reasons('of OpenAPI 3.0, a type since', ['nullable']),
  ...reasons('compared where it is referred to', ['$defs', 'definitions', '$id', '$anchor', '$dynamicAnchor']),
  ...reasons('decides how the schema is read, which the comparison sees', ['$schema', '$vocabulary']),
  ...reasons('refused when a contract is read', ['$recursiveRef', '$recursiveAnchor']),
  ...reasons('compared in XML', ['xml']),
};

describe('a change of a keyword of a schema is told', () => {
  it('of every keyword', () => {
    const all = [...schemaKeywords.keys()];
    expect(all.filter((keyword) => !Object.hasOwn(keywords, keyword) && !Object.hasOwn(silent, keyword))).toEqual([]);
  });

  it.each(Object.entries(keywords))('%s', async (_keyword, [old, fresh]) => {
    const kind = (name: string): JsonObject => ({
      type: 'object',
      required: ['kind'],
      properties: { kind: { type: 'string' }, [name]: { type: 'integer' } },
    });
    const document = (schema: JsonObject): JsonValue => {
      const asked = replacedAt(base, `${body}/application~1json/schema`, schema);
      const told = replacedAt(asked, `${answer}/content/application~1json/schema`, schema);
      return replacedAt(told, '/components/schemas', { A: kind('a'), B: kind('b') });
    };
    const [before, after] = [await modelOf(document(old)), await modelOf(document(fresh))];
    for (const changes of [compareContracts(before, after), compareContracts(after, before)])
      expect(changes).not.toEqual([]);
  });

  it('xml, in XML', async () => {
    const of = (name: string): Case[2] => ({ schema: { type: 'object', xml: { name } } });
    const [forth, back] = await changesOf([`${body}/application~1xml`, of('a'), of('b')]);
    expect([forth, back]).toEqual([['breaking body-encoding'], ['breaking body-encoding']]);
  });
});
