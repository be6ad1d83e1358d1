import type { JsonObject, JsonSchema } from '../model/json.ts';
import type { BundledDocument } from '../parse/bundle-document.ts';
import { isObject } from '../parse/is-object.ts';
import { breakCycles } from './break-cycles.ts';
import { upgradeSwagger } from './upgrade-swagger.ts';

/** The bundled document as OpenAPI 3.1, or 3.2 when it was written in 3.2. */
export function upgradeDocument(bundled: BundledDocument): JsonObject {
  const { sources, report } = bundled.context;
  const document = bundled.version.grammar.version === '2.0' ? upgradeSwagger(bundled) : upgradeOpenApi(bundled);
  const { components } = document;
  const schemas = isObject(components) ? components.schemas : undefined;
  if (!isObject(components) || !isObject(schemas)) return document;
  // Bundling made every entry a schema.
  const broken = breakCycles(schemas as Readonly<Record<string, JsonSchema>>, { sources, report });
  return sources.inherit({ ...document, components: { ...components, schemas: broken } }, document);
}

function upgradeOpenApi({ version, document, components, context }: BundledDocument): JsonObject {
  const { openapi: _, ...rest } = document;
  const written = version.grammar.version;
  const openapi = written === '3.0' ? '3.1.0' : version.written;
  // A document has at least one of the three (OpenAPI 3.1 §4.8.1).
  const isAll = rest.paths === undefined && rest.webhooks === undefined;
  const sections = Object.keys(components).length === 0 && !isAll ? {} : { components };
  return context.sources.inherit({ openapi, ...rest, ...sections }, document);
}
