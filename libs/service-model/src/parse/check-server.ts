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

/** OpenAPI 3.1 §4.8.6. */
export function checkServerVariable(variable: JsonObject, { report, sources }: BundleContext): void {
  const { default: standard, enum: values } = variable;
  if (!isList(values)) return;
  const at = sources.locate(variable, 'enum');
  if (values.length === 0) {
    report.error({ at, code: 'empty-enum', message: 'The "enum" of a server variable is empty: no value is allowed' });
  } else if (standard !== undefined && !values.includes(standard)) {
    report.warning({
      at,
      code: 'default-not-in-enum',
      message: `The default "${standard}" of a server variable is not in its "enum"`,
      hint: 'Both count',
    });
  }
}
