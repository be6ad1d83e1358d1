const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const ok = { '200': { description: 'Fine', ...json({ type: 'object', properties: { a: { type: 'string' } } }) } };
const parameter = (name: string, place: string, more: object) => ({
  name,
  in: place,
  ...(place === 'path' && { required: true }),
  ...more,
});

const tree = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 20, pattern: '^[a-z ]+$' },
    at: { type: 'string', format: 'date-time' },
    count: { type: 'integer', minimum: 0, maximum: 100 },
    share: { type: ['number', 'null'], multipleOf: 0.01 },
    tags: { type: 'array', uniqueItems: true, maxItems: 10, items: { type: 'string', enum: ['a', 'b', 'c'] } },
    children: { type: 'array', maxItems: 5, items: { $ref: '#/components/schemas/Tree' } },
    any: true,
    one: {
      oneOf: [
        { type: 'string', const: 'x' },
        { type: 'object', required: ['y'], properties: { y: { type: 'boolean' } } },
      ],
    },
    map: { type: 'object', propertyNames: { maxLength: 5 }, additionalProperties: { type: 'integer' } },
  },
  additionalProperties: false,
};

/** A contract with every place of a parameter, many styles, and bodies of several media types; answered from its schemas. */
export const varied = {
  components: { schemas: { Tree: tree } },
  paths: {
    '/styles/{simple}/{label}/{matrix}': {
      get: {
        operationId: 'styles',
        parameters: [
          parameter('simple', 'path', { schema: { type: 'array', items: { type: 'integer' } } }),
          parameter('label', 'path', { style: 'label', schema: { type: 'string' } }),
          parameter('matrix', 'path', {
            style: 'matrix',
            explode: true,
            schema: { type: 'object', properties: { a: { type: 'number' } } },
          }),
          parameter('form', 'query', { schema: { type: 'array', items: { type: 'boolean' } } }),
          parameter('pipes', 'query', {
            style: 'pipeDelimited',
            explode: false,
            schema: { type: 'array', items: { type: 'string' } },
          }),
          parameter('deep', 'query', {
            style: 'deepObject',
            schema: { type: 'object', properties: { a: { type: 'integer' } } },
          }),
          parameter('json', 'query', json({ $ref: '#/components/schemas/Tree' })),
          parameter('X-List', 'header', { schema: { type: 'array', items: { type: 'integer' } } }),
          parameter('c', 'cookie', { schema: { type: 'string', format: 'uuid' } }),
        ],
        responses: ok,
      },
    },
    '/tree': {
      post: {
        operationId: 'tree',
        requestBody: { required: true, ...json({ $ref: '#/components/schemas/Tree' }) },
        responses: ok,
      },
      put: {
        operationId: 'putTree',
        requestBody: json({ type: 'array', items: { $ref: '#/components/schemas/Tree' } }),
        responses: ok,
      },
    },
    '/form': {
      post: {
        operationId: 'form',
        requestBody: {
          content: { 'application/x-www-form-urlencoded': { schema: tree }, 'multipart/form-data': { schema: tree } },
        },
        responses: ok,
      },
    },
    '/text': {
      post: {
        operationId: 'text',
        requestBody: { content: { 'text/plain': { schema: { type: 'string', maxLength: 50 } } } },
        responses: ok,
      },
    },
  },
};
