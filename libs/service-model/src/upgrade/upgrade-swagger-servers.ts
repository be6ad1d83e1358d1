import type { JsonObject, JsonValue } from '../model/json.ts';
import { stringsOf } from './swagger-context.ts';

/** `schemes`, `host` and `basePath` as Server Objects; none when the document has none of them. */
export function serversOf(document: JsonObject): readonly JsonValue[] {
  const { host, basePath } = document;
  const path = typeof basePath === 'string' ? basePath : '';
  if (typeof host !== 'string') return path === '' ? [] : [{ url: path }];
  const schemes = stringsOf(document.schemes);
  if (schemes.length === 0) return [{ url: `//${host}${path}` }];
  return schemes.map((scheme) => ({ url: `${scheme}://${host}${path}` }));
}
