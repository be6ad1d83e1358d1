import type { SourceLocation } from '../diagnostic.ts';
import type { Report } from '../report.ts';
import type { ComponentNames } from './component-names.ts';
import type { DynamicScope, DynamicScopes } from './dynamic-scope.ts';
import type { ExternalExamples } from './external-examples.ts';
import type { Grammar } from './grammar.ts';
import type { ReferenceResolver } from './resolve-reference.ts';
import type { SchemaSettings } from './schema-settings.ts';
import type { SchemaVocabularies } from './schema-vocabularies.ts';
import type { SourceMap } from './source-map.ts';

/** What every step of bundling needs. */
export interface BundleContext {
  readonly grammar: Grammar;
  readonly report: Report;
  readonly sources: SourceMap;
  readonly resolver: ReferenceResolver;
  readonly components: ComponentNames;
  readonly scopes: DynamicScopes;
  readonly vocabularies: SchemaVocabularies;
  readonly settings: SchemaSettings;
  readonly externals: ExternalExamples;
  /** The dynamic scope of the schema that is being copied. */
  readonly scope: DynamicScope;
  /** Objects that are being written in place of a misplaced reference, against endless inlining. */
  readonly inlining: Set<object>;
}

/** A field of a container, or (without `key`) the container itself. */
export interface Place {
  readonly container: object;
  readonly key?: string;
}

/** The same context while a part is read (see `Report`). */
export function within(part: string, context: BundleContext): BundleContext {
  return { ...context, report: context.report.within(part) };
}

export function locate({ container, key }: Place, context: BundleContext): SourceLocation {
  return context.sources.locate(container, key);
}
