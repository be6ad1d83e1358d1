import { extendRule } from './extend-rule.ts';
import type { Grammar, ObjectRule } from './grammar.ts';
import { grammar30 } from './grammar-3-0.ts';

const { objects } = grammar30;

const document31: ObjectRule = {
  ...extendRule(objects.document, { webhooks: '{}pathItem', jsonSchemaDialect: 'string' }),
  required: ['openapi', 'info'],
};

/** OpenAPI 3.1.2 §4.8: what it adds to 3.0. */
export const grammar31: Grammar = {
  version: '3.1',
  objects: {
    ...objects,
    document: document31,
    info: extendRule(objects.info, { summary: 'string' }),
    license: extendRule(objects.license, { identifier: 'string' }),
    components: extendRule(objects.components, { pathItems: '{}pathItem' }),
    operation: { ...extendRule(objects.operation, {}), required: [] },
  },
};
