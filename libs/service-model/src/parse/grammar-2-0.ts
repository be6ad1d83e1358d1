import type { FieldRule, Grammar } from './grammar.ts';
import { grammar30 } from './grammar-3-0.ts';

const { objects } = grammar30;

// The schema keywords that parameters, headers and items of Swagger 2.0 hold themselves.
const inlineSchema: Readonly<Record<string, FieldRule>> = {
  type: 'string',
  format: 'string',
  items: 'any',
  collectionFormat: 'string',
  default: 'any',
  maximum: 'any',
  exclusiveMaximum: 'any',
  minimum: 'any',
  exclusiveMinimum: 'any',
  maxLength: 'any',
  minLength: 'any',
  pattern: 'any',
  maxItems: 'any',
  minItems: 'any',
  uniqueItems: 'any',
  enum: 'any',
  multipleOf: 'any',
};

/** Swagger 2.0. */
export const grammar20: Grammar = {
  version: '2.0',
  objects: {
    document: {
      required: ['swagger', 'info', 'paths'],
      fields: {
        swagger: 'string',
        info: 'info',
        host: 'string',
        basePath: 'string',
        schemes: 'strings',
        consumes: 'strings',
        produces: 'strings',
        paths: 'paths',
        definitions: '{}schema',
        parameters: '{}parameter',
        responses: '{}response',
        securityDefinitions: '{}securityScheme',
        security: '[]{}strings',
        tags: '[]tag',
        externalDocs: 'externalDocs',
      },
    },
    ...pick('info', 'contact', 'license', 'paths', 'externalDocs', 'tag', 'responses', 'webSocket'),
    pathItem: {
      section: 'pathItems',
      fields: {
        get: 'operation',
        put: 'operation',
        post: 'operation',
        delete: 'operation',
        options: 'operation',
        head: 'operation',
        patch: 'operation',
        parameters: '[]parameter',
        query: 'operation',
        QUERY: 'operation',
        'x-brrtrouter-query': 'operation',
      },
    },
    operation: {
      required: ['responses'],
      fields: {
        tags: 'strings',
        summary: 'string',
        description: 'string',
        externalDocs: 'externalDocs',
        operationId: 'string',
        consumes: 'strings',
        produces: 'strings',
        parameters: '[]parameter',
        responses: 'responses',
        schemes: 'strings',
        deprecated: 'boolean',
        security: '[]{}strings',
        'x-websocket': 'webSocket',
      },
    },
    parameter: {
      section: 'parameters',
      required: ['name', 'in'],
      fields: {
        name: 'string',
        in: 'string',
        description: 'string',
        required: 'boolean',
        schema: 'schema',
        allowEmptyValue: 'boolean',
        ...inlineSchema,
      },
    },
    response: {
      section: 'responses',
      required: ['description'],
      fields: { description: 'string', schema: 'schema', headers: '{}header', examples: '{}any' },
    },
    header: { section: 'headers', fields: { description: 'string', ...inlineSchema } },
    securityScheme: {
      section: 'securitySchemes',
      required: ['type'],
      fields: {
        type: 'string',
        description: 'string',
        name: 'string',
        in: 'string',
        flow: 'string',
        authorizationUrl: 'string',
        tokenUrl: 'string',
        scopes: '{}string',
      },
    },
  },
};

function pick(...kinds: readonly (keyof typeof objects)[]): Grammar['objects'] {
  return Object.fromEntries(kinds.map((kind) => [kind, objects[kind]]));
}
