import type { JsonObject, JsonValue } from '../model/json.ts';
import type { SourceMap } from '../parse/source-map.ts';
import { stringsOf } from './swagger-context.ts';

/** `schemes`, `host` and `basePath` of a document as Server Objects; none when it has none of them. */
export function serversOf(
  document: JsonObject,
  sources: SourceMap,
  schemes: readonly string[] = stringsOf(document.schemes),
): readonly JsonValue[] {
  return urlsOf(document, schemes).map((url) => placed({ url }, document, sources));
}

function urlsOf({ host, basePath }: JsonObject, schemes: readonly string[]): readonly string[] {
  const path = typeof basePath === 'string' ? basePath : '';
  if (typeof host !== 'string') return path === '' ? [] : [path];
  if (schemes.length === 0) return [`//${host}${path}`];
  return schemes.map((scheme) => `${scheme}://${host}${path}`);
}

/** What is found in a server stands where its path does. */
function placed(server: JsonObject, document: JsonObject, sources: SourceMap): JsonObject {
  const field = sources.fieldOf(document, 'basePath') ?? sources.fieldOf(document, 'host');
  if (field === undefined) return sources.inherit(server, document);
  const { origin: parent, key } = field;
  const offset = parent.offsets().get(key) ?? parent.offset;
  sources.record(server, { file: parent.file, parent, key, offset, offsets: () => new Map() });
  return server;
}
