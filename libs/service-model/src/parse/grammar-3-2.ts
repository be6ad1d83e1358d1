import { extendRule } from './extend-rule.ts';
import type { Grammar } from './grammar.ts';
import { grammar31 } from './grammar-3-1.ts';

const { objects } = grammar31;

/** OpenAPI 3.2.0 §4: what it adds to 3.1. */
export const grammar32: Grammar = {
  version: '3.2',
  objects: {
    ...objects,
    document: extendRule(objects.document, { $self: 'string' }),
    server: extendRule(objects.server, { name: 'string' }),
    components: extendRule(objects.components, { mediaTypes: '{}mediaType' }),
    pathItem: extendRule(objects.pathItem, { additionalOperations: '{}operation' }),
    mediaType: {
      ...extendRule(objects.mediaType, {
        itemSchema: 'schema',
        prefixEncoding: '[]encoding',
        itemEncoding: 'encoding',
        // In the published schema, not in the text of 3.2.0.
        description: 'string',
      }),
      section: 'mediaTypes',
    },
    encoding: extendRule(objects.encoding, {
      encoding: '{}encoding',
      prefixEncoding: '[]encoding',
      itemEncoding: 'encoding',
    }),
    response: { ...extendRule(objects.response, { summary: 'string' }), required: [] },
    example: extendRule(objects.example, { dataValue: 'any', serializedValue: 'string' }),
    tag: extendRule(objects.tag, { summary: 'string', parent: 'string', kind: 'string' }),
    securityScheme: extendRule(objects.securityScheme, { oauth2MetadataUrl: 'string', deprecated: 'boolean' }),
    oauthFlows: extendRule(objects.oauthFlows, { deviceAuthorization: 'oauthFlow' }),
    oauthFlow: extendRule(objects.oauthFlow, { deviceAuthorizationUrl: 'string' }),
  },
};
