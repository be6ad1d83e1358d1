import type { Breakage } from '../breakage.ts';
import { spreadHierarchies } from '../upgrade/spread-hierarchies.ts';
import { buildWebhooks } from './build-callbacks.ts';
import type { BuildContext } from './build-context.ts';
import { buildOperations } from './build-operations.ts';
import { buildSecurity, buildSecuritySchemes } from './build-security.ts';
import { buildServers } from './build-servers.ts';
import { buildTags } from './build-tags.ts';
import { componentSchemas } from './component-schemas.ts';
import { definedFields, extensionsOf, objectField, stringField } from './fields.ts';
import { type FoundBroken, listBrokenOperations } from './list-broken-operations.ts';
import { reportContradictions } from './report-contradictions.ts';
import type { Server, ServiceModel } from './service-model.ts';

// OpenAPI 3.1 §4.8.1: the server when the document names none.
const rootServer: Server = { url: '/', basePaths: [''] };

/** A model with all that could be read of a document, and what of it is broken. */
export interface BuiltModel {
  /** Broken operations, in part, among the others. */
  readonly model: ServiceModel;
  readonly broken: readonly FoundBroken[];
  readonly breakage: Breakage;
}

/** The model of a bundled, upgraded document; `written` is the version it was written in. */
export function buildServiceModel(written: string, context: BuildContext): BuiltModel {
  const { document } = context;
  const info = objectField(document, 'info') ?? {};
  const servers = buildServers(document, context) ?? [rootServer];
  const securitySchemes = buildSecuritySchemes(document, context);
  const defaults = { document, servers, securitySchemes };
  const { paths, names } = buildOperations(defaults, context);
  // Also where no operation inherits it.
  buildSecurity(document, securitySchemes, context);
  const webhooks = buildWebhooks(document, securitySchemes, context);
  const model: ServiceModel = {
    title: stringField(info, 'title') ?? '',
    version: stringField(info, 'version') ?? '',
    ...definedFields<Pick<ServiceModel, 'description'>>({ description: stringField(info, 'description') }),
    openapi: written,
    document,
    servers,
    operations: paths.flatMap(({ operations }) => operations.map(({ operation }) => operation)),
    brokenOperations: [],
    schemas: spreadHierarchies(componentSchemas(document), context),
    securitySchemes,
    tags: buildTags(document, context),
    webhooks,
    extensions: extensionsOf(document),
  };
  reportContradictions(model.operations, context);
  const breakage = context.report.breakage();
  return { model, breakage, broken: listBrokenOperations({ paths, names, servers, breakage }, context) };
}
