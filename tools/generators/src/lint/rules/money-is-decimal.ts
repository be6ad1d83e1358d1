import type { Oas3Rule } from '@redocly/openapi-core';
import { isSchemaObject } from './schema-object.ts';

const money =
  /(?:^|_)(?:amount|balance|price|cost|fee|fees|salary|wage|total|subtotal|tax|revenue|payment|refund|deposit|debit|credit)s?(?:_|$)/;

/** Binary fractions cannot say 0.10: an amount of money has the format `decimal` or `money`. */
export const moneyIsDecimal: Oas3Rule = () => ({
  Schema(schema, { report, location }) {
    if (!isSchemaObject(schema) || !isSchemaObject(schema.properties)) return;
    for (const [name, property] of Object.entries(schema.properties)) {
      if (!isSchemaObject(property) || property.type !== 'number' || !money.test(snakeCase(name))) continue;
      if (property.format === 'decimal' || property.format === 'money') continue;
      report({
        message: `The property "${name}" looks like money and is a number without the format "decimal"`,
        location: location.child(['properties', name]),
      });
    }
  },
});

function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}
