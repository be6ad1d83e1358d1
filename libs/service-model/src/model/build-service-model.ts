import { buildWebhooks } from './build-callbacks.ts';
import type { BuildContext } from './build-context.ts';
import { buildOperations } from './build-operations.ts';
import { buildSecuritySchemes } from './build-security.ts';
import { buildServers } from './build-servers.ts';
import { componentSchemas } from './component-schemas.ts';
import { definedFields, extensionsOf, isJsonObject, listField, objectField, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import type { Server, ServiceModel, Tag } from './service-model.ts';

// OpenAPI 3.1 §4.8.1: the server when the document names none.
const rootServer: Server = { url: '/', basePaths: [''] };

/** The model of a bundled, upgraded document; `written` is the version it was written in. */
export function buildServiceModel(written: string, context: BuildContext): ServiceModel {
  const { document } = context;
  const info = objectField(document, 'info') ?? {};
  const servers = buildServers(document, context) ?? [rootServer];
  const securitySchemes = buildSecuritySchemes(document, context);
  return {
    title: stringField(info, 'title') ?? '',
    version: stringField(info, 'version') ?? '',
    ...definedFields<Pick<ServiceModel, 'description'>>({ description: stringField(info, 'description') }),
    openapi: written,
    document,
    servers,
    operations: buildOperations({ document, servers, securitySchemes }, context),
    schemas: componentSchemas(document),
    securitySchemes,
    tags: buildTags(document),
    webhooks: buildWebhooks(document, context),
    extensions: extensionsOf(document),
  };
}

// OpenAPI 3.2 §4.22
function buildTags(document: JsonObject): readonly Tag[] {
  return listField(document, 'tags')
    .filter(isJsonObject)
    .map((tag) => ({
      name: stringField(tag, 'name') ?? '',
      ...definedFields<Omit<Tag, 'name'>>({
        summary: stringField(tag, 'summary'),
        description: stringField(tag, 'description'),
        parent: stringField(tag, 'parent'),
      }),
    }));
}
