const done = { '204': { description: 'Done' } };

function operation(operationId: string, security: readonly object[], more: object = {}): object {
  return { operationId, security, responses: done, ...more };
}

/** One operation for each way to be let in. */
export const contract = {
  openapi: '3.1.0',
  info: { title: 'Ways in', version: '1' },
  servers: [{ url: '/' }],
  paths: {
    '/bearer': {
      get: operation('readBearer', [{ Bearer: [] }]),
      post: operation('postBearer', [{ Bearer: [] }], {
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      }),
      delete: operation('deleteBearer', [{ OAuth: ['orders:delete'] }]),
    },
    '/scoped': { get: operation('readScoped', [{ OAuth: ['orders:read', 'orders:write'] }]) },
    '/typed': { get: operation('readTyped', [{ Access: [] }]) },
    '/opaque': { get: operation('readOpaque', [{ Opaque: [] }]) },
    '/key': { get: operation('readKey', [{ Key: [] }]) },
    '/query-key': { get: operation('readQueryKey', [{ QueryKey: [] }]) },
    '/remote-key': { get: operation('readRemoteKey', [{ RemoteKey: [] }]) },
    '/staff': { get: operation('readStaff', [{ Staff: [] }]) },
    '/any': { get: operation('readAny', [{ Bearer: [] }, { Key: [] }, { Staff: [] }]) },
    '/public': { get: operation('readPublic', []) },
    '/admin': { get: operation('readAdmin', [{ OAuth: ['admin'] }]) },
  },
  components: {
    securitySchemes: {
      Bearer: { type: 'http', scheme: 'bearer' },
      OAuth: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: 'https://issuer.example/token',
            scopes: { 'orders:read': 'Read', 'orders:write': 'Write', 'orders:delete': 'Delete', admin: 'All' },
          },
        },
      },
      Access: { type: 'http', scheme: 'bearer' },
      Opaque: { type: 'http', scheme: 'bearer' },
      Key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      QueryKey: { type: 'apiKey', in: 'query', name: 'api_key' },
      RemoteKey: { type: 'apiKey', in: 'header', name: 'X-Remote-Key' },
      Staff: { type: 'http', scheme: 'basic' },
    },
  },
};
