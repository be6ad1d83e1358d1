import type { JsonSchema, ServiceModel } from '@brrt/service-model';
import type { DocsFiles } from './docs-files.ts';
import type { MockSwitches } from './mock-switches.ts';

/** In a `request`, `readOnly` properties are refused and not required; in a `response`, `writeOnly` ones. */
export type Direction = 'request' | 'response';

/** One place of a contract that has a schema. Keys are stable between development and build: they find the printed validator. */
export interface SchemaPlace {
  readonly key: string;
  readonly schema: JsonSchema;
  readonly direction: Direction;
  /** What is asked instead of the schema itself, where the value differs from what the schema speaks about. */
  readonly derive?: (schema: JsonSchema, components: ServiceModel['schemas']) => JsonSchema;
}

/** One violation of a schema, without the offending value. */
export interface SchemaViolation {
  /** RFC 6901 pointer into the value; '' is the whole. */
  readonly pointer: string;
  /** The failing keyword of JSON Schema. */
  readonly keyword: string;
  readonly detail: string;
}

export interface CompiledSchema {
  /** The check of the hot path: allocates nothing when the value is valid. */
  readonly isValid: (value: unknown) => boolean;
  /** All violations, at most `limit`; empty when valid. */
  readonly explain: (value: unknown, limit: number) => readonly SchemaViolation[];
}

/** Schemas of one contract → functions. Two implementations: compiled when first used, or printed into the build. */
export interface SchemaCompiler {
  /** Cheap: the function is made when it is first called. */
  compile(place: SchemaPlace): CompiledSchema;
}

/** A contract ready to serve: what `createService` and both hosts (live and printed) share. */
export interface Contract {
  readonly model: ServiceModel;
  readonly schemas: SchemaCompiler;
  /** Undefined, as always in a build: every operation answers as it is written. */
  readonly switches?: MockSwitches | undefined;
  /** The files of the API reference; undefined: this host has none. */
  readonly docs?: DocsFiles | undefined;
  /** Of the workspace, in development alone: `http://127.0.0.1:4000`. */
  readonly dashboardUrl?: string | undefined;
  /** The bundled document for `/openapi.json` and `/openapi.yaml`; with a name, the part of that client contract. */
  document(format: 'json' | 'yaml', clientContract?: string): string;
}
