import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import { isList } from './is-object.ts';

/** OpenAPI 3.1 §4.8.5. */
export function checkServer(server: JsonObject, { report, sources }: BundleContext): void {
  const { url } = server;
  if (typeof url !== 'string' || !/[?#]/.test(url)) return;
  const at = sources.locate(server, 'url');
  report.warning({
    at,
    code: 'query-in-server',
    message: `The server URL ${url} has a query or fragment`,
    hint: 'It is left out',
  });
}

/**
 * OpenAPI 3.1 §4.8.6. Gives the variable as it can be read: without a list that allows no value.
 *
 * @param written the variable as it stands in the contract, before entries that are no text were left out
 */
export function checkServerVariable(variable: JsonObject, written: JsonObject, context: BundleContext): JsonObject {
  const { report, sources } = context;
  const { enum: values, ...rest } = variable;
  const { default: standard } = rest;
  if (!isList(values)) return variable;
  const at = sources.locate(variable, 'enum');
  if (values.length === 0) {
    // Entries that cannot be read have been reported one by one.
    if (isList(written.enum) && written.enum.length === 0)
      report.error({
        at,
        code: 'empty-enum',
        message: 'The "enum" of a server variable is empty: no value is allowed',
      });
    return sources.inherit(rest, variable);
  }
  if (standard !== undefined && !values.includes(standard)) {
    report.warning({
      at,
      code: 'default-not-in-enum',
      message: `The default "${standard}" of a server variable is not in its "enum"`,
      hint: 'Both count',
    });
  }
  return variable;
}
