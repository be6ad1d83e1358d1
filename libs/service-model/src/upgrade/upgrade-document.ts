import type { JsonObject } from '../model/json.ts';
import type { BundledDocument } from '../parse/bundle-document.ts';
import { upgradeSwagger } from './upgrade-swagger.ts';

/** The bundled document as OpenAPI 3.1, or 3.2 when it was written in 3.2. */
export function upgradeDocument(bundled: BundledDocument): JsonObject {
  const { version, document, components, context } = bundled;
  const { openapi: _, ...rest } = document;
  const written = version.grammar.version;
  if (written === '2.0') return upgradeSwagger(bundled);
  const openapi = written === '3.1' || written === '3.2' ? version.written : '3.1.0';
  const sections = Object.keys(components).length === 0 ? {} : { components };
  return context.sources.inherit({ openapi, ...rest, ...sections }, document);
}
