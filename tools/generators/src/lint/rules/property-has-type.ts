import type { Oas3Rule } from '@redocly/openapi-core';
import { isSchemaObject } from './schema-object.ts';

const telling = ['type', '$ref', '$dynamicRef', 'const', 'enum', 'oneOf', 'anyOf', 'allOf', 'not', 'if'];

/** A property says what it is: without it every value is valid, and its type is `unknown`. */
export const propertyHasType: Oas3Rule = () => ({
  Schema(schema, { report, location }) {
    if (!isSchemaObject(schema) || !isSchemaObject(schema.properties)) return;
    for (const [name, property] of Object.entries(schema.properties)) {
      if (!isSchemaObject(property) || telling.some((keyword) => Object.hasOwn(property, keyword))) continue;
      report({
        message: `The property "${name}" says nothing about its type`,
        location: location.child(['properties', name]),
      });
    }
  },
});
