import type { JsonObject } from '../model/json.ts';
import type { Report } from '../report.ts';
import { type BundledComponents, bundleComponents } from './bundle-components.ts';
import type { BundleContext } from './bundle-context.ts';
import { bundleObject } from './bundle-object.ts';
import { createComponentNames } from './component-names.ts';
import { createDynamicScopes, nothingInScope } from './dynamic-scope.ts';
import { isObject } from './is-object.ts';
import type { LoadedFiles } from './load-files.ts';
import { pathsPart } from './parts.ts';
import { type DocumentVersion, readVersion } from './read-version.ts';
import { createReferenceResolver } from './resolve-reference.ts';
import { readSchemaSettings } from './schema-settings.ts';
import { createSchemaVocabularies } from './schema-vocabularies.ts';
import { separateComponents } from './separate-components.ts';
import type { SourceMap } from './source-map.ts';

/** One document in the objects of the version it was written in, all references of the form `#/components/<section>/<name>`. */
export interface BundledDocument {
  readonly version: DocumentVersion;
  readonly document: JsonObject;
  readonly components: BundledComponents;
  readonly context: BundleContext;
}

/** Brings all files of a contract into one document. `undefined`: this is no OpenAPI document, and the report says why. */
export function bundleDocument(files: LoadedFiles, sources: SourceMap, report: Report): BundledDocument | undefined {
  const { value, file } = files.root;
  if (!isObject(value)) {
    const at = { file: file.path, line: 1, column: 1, pointer: '' };
    report.error({ at, code: 'wrong-type', message: 'An OpenAPI document is an object' });
    return undefined;
  }
  const version = readVersion(value, sources, report);
  if (version === undefined) return undefined;
  const resolver = createReferenceResolver(files, sources);
  const { grammar } = version;
  const { root, rest } = separateComponents(value, file, { grammar, report, sources, resolver });
  const scopes = createDynamicScopes(resolver);
  const components = createComponentNames(root, resolver, scopes);
  const context: BundleContext = {
    ...{ grammar, report, sources, resolver, components, scopes },
    vocabularies: createSchemaVocabularies(resolver),
    settings: readSchemaSettings(value, { report, sources }),
    scope: nothingInScope,
    externals: files.externals,
    inlining: new Set(),
  };
  const document = bundleObject(rest, 'document', { container: value }, context) ?? {};
  reportNoContent(value, context);
  reportOtherVersions(files, context);
  return { version, document, components: bundleComponents(context), context };
}

// OpenAPI 3.1 §4.8.1: at least one of the three must be there.
function reportNoContent(document: JsonObject, { grammar, report, sources }: BundleContext): void {
  const wanted = grammar.version < '3.1' ? ['paths'] : ['paths', 'webhooks', 'components'];
  if (wanted.some((field) => Object.hasOwn(document, field))) return;
  const message = `The document has no ${wanted.map((field) => `"${field}"`).join(', ')}`;
  report.within(pathsPart).error({
    at: sources.locate(document),
    code: 'no-content',
    message,
    hint: 'Write paths: {} for a service without operations',
  });
}

// A file is read with the grammar of the contract that refers to it.
function reportOtherVersions(files: LoadedFiles, { grammar, report, sources }: BundleContext): void {
  for (const file of files.all) {
    if (!isObject(file.value)) continue;
    const version = file.value.openapi ?? file.value.swagger;
    if (version === undefined || String(version).startsWith(grammar.version)) continue;
    const at = sources.locate(file.value, file.value.openapi === undefined ? 'swagger' : 'openapi');
    const message = `This file says version ${version}, the contract that refers to it ${grammar.version}`;
    report.warning({ at, code: 'mixed-versions', message, hint: `It is read as ${grammar.version}` });
  }
}
