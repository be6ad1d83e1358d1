import type { NastyContract, NastyOperation } from './nasty-contracts.ts';

/** As a document: operation `n` is `GET /n` or `POST /n`, and answers with what it was given. */
export function nastyDocument({ operations, schemas = [] }: NastyContract): object {
  const paths = operations.map((operation, index) => [
    pathOf(operation, index),
    { [operation.body === undefined ? 'get' : 'post']: operationObject(operation, schemas) },
  ]);
  const text = { type: 'string' };
  const object = { type: 'object', properties: { text, secret: { ...text, writeOnly: true } }, required: ['text'] };
  return {
    openapi: '3.1.0',
    info: { title: 'Nasty', version: '1' },
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas.map((name) => [name, object])) },
  };
}

/** What a client sends to an operation: every parameter and property, with its own name for a value. */
export function nastyCall({ parameters = [], body }: NastyOperation, schemas: readonly string[]): object {
  const places = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;
  const given = Object.entries(places).flatMap(([where, field]) => {
    const names = parameters.filter((each) => each.in === where).map(({ name }, index) => [name, `v${index}`]);
    return names.length === 0 ? [] : [[field, Object.fromEntries(names)]];
  });
  const refs = schemas.map((name) => [name, { text: `t ${name}`, secret: 's' }]);
  const texts = (body ?? []).map((name) => [name, `v ${name}`]);
  return Object.fromEntries([
    ...given,
    ...(body === undefined ? [] : [['body', Object.fromEntries([...refs, ...texts])]]),
  ]);
}

function pathOf({ parameters = [] }: NastyOperation, index: number): string {
  const variables = parameters.filter((each) => each.in === 'path').map(({ name }) => `/{${name}}`);
  return `/${index}${variables.join('')}`;
}

function operationObject({ operationId, parameters = [], body }: NastyOperation, schemas: readonly string[]): object {
  const text = { type: 'string' };
  const properties = [
    ...schemas.map((name) => [name, { $ref: `#/components/schemas/${name}` }] as const),
    ...(body ?? []).map((name) => [name, text] as const),
  ];
  const schema = {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
    additionalProperties: false,
  };
  return {
    ...(operationId === undefined ? {} : { operationId }),
    parameters: parameters.map((each) => ({ ...each, required: true, schema: text })),
    ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema } } } }),
    responses: { '200': { description: '', content: { 'application/json': { schema: {} } } } },
  };
}
