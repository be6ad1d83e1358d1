const problem = { default: { description: 'Other', content: { 'application/problem+json': { schema: {} } } } };
const done = { '204': { description: 'Done' }, ...problem };

/** A contract whose operations come into contact with secrets of every kind. */
export const canaryContract = {
  openapi: '3.1.0',
  info: { title: 'Canaries', version: '1' },
  paths: {
    '/token': { get: { operationId: 'readToken', security: [{ Bearer: [] }], responses: done } },
    '/opaque': { get: { operationId: 'readOpaque', security: [{ Opaque: [] }], responses: done } },
    '/query': { get: { operationId: 'readQuery', security: [{ QueryKey: [] }], responses: done } },
    '/cookie': { get: { operationId: 'readCookie', security: [{ CookieKey: [] }], responses: done } },
    '/header': { get: { operationId: 'readHeader', security: [{ HeaderKey: [] }], responses: done } },
    '/remote': { get: { operationId: 'readRemote', security: [{ RemoteKey: [] }], responses: done } },
    '/staff': { get: { operationId: 'readStaff', security: [{ Staff: [] }], responses: done } },
    '/sign-in': {
      post: {
        operationId: 'signIn',
        security: [],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/SignIn' } } },
        },
        responses: done,
      },
    },
    '/upstream': { get: { operationId: 'askUpstream', security: [], responses: done } },
    '/broken': {
      get: {
        operationId: 'breakContract',
        security: [],
        responses: { '200': { description: 'One', content: { 'application/json': { schema: { type: 'integer' } } } } },
      },
    },
  },
  components: {
    schemas: {
      SignIn: {
        type: 'object',
        required: ['user', 'password'],
        properties: { user: { type: 'string' }, password: { type: 'string', format: 'password', maxLength: 40 } },
      },
    },
    securitySchemes: {
      Bearer: { type: 'http', scheme: 'bearer' },
      Opaque: { type: 'http', scheme: 'bearer' },
      QueryKey: { type: 'apiKey', in: 'query', name: 'k' },
      CookieKey: { type: 'apiKey', in: 'cookie', name: 'session' },
      HeaderKey: { type: 'apiKey', in: 'header', name: 'X-Key' },
      RemoteKey: { type: 'apiKey', in: 'header', name: 'X-Remote' },
      Staff: { type: 'http', scheme: 'basic' },
    },
  },
};
