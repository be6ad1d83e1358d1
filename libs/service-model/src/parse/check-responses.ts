import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';

/** A status, in upper case; `undefined`: it is none (OpenAPI 3.2 §4.16). */
export function readStatus(written: string): string | undefined {
  const status = written === 'default' ? written : written.toUpperCase();
  return /^(?:[1-5](?:\d\d|XX)|default)$/.test(status) ? status : undefined;
}

/** Rules of the Responses Object (OpenAPI 3.2 §4.16) as it is written: statuses, and at least one of them. */
export function checkResponses(responses: JsonObject, { report, sources }: BundleContext): void {
  const keys = Object.keys(responses).filter((key) => !key.startsWith('x-'));
  if (keys.length === 0) {
    const message = 'There must be at least one response';
    report.warning({ at: sources.locate(responses), code: 'missing-field', message, hint: 'Write "default"' });
  }
  for (const written of keys) {
    const status = readStatus(written);
    if (status === written) continue;
    report.warning({
      at: sources.locate(responses, written),
      code: 'invalid-status',
      message: `"${written}" is no status code`,
      hint:
        status === undefined
          ? 'This response is left out; write a code such as 200, a range such as 4XX, or default'
          : `It is read as ${status}`,
    });
  }
}
