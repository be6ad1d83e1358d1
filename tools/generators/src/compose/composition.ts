import type { Diagnostic, JsonObject, JsonValue, SourceLocation } from '@brrt/service-model';
import type { ServiceDocument } from './service-document.ts';

/** `composition.yaml`: what the contract of a BFF is made of. */
export interface Composition {
  readonly info: JsonObject;
  readonly servers: JsonValue | undefined;
  readonly contracts: readonly ClientContract[];
}

/** The contract of one kind of client: `web`, `mobile`, `partner`. */
export interface ClientContract {
  readonly name: string;
  /** Before all of its paths: `/web`; `''` for the root. */
  readonly prefix: string;
  readonly info: JsonObject;
  readonly servers: JsonValue | undefined;
  readonly securitySchemes: JsonObject;
  readonly security: JsonValue;
  readonly services: readonly ServiceChoice[];
  readonly at: SourceLocation;
}

/** What a contract takes of one service. */
export interface ServiceChoice {
  readonly service: string;
  /** By `operationId`. */
  readonly operations: 'all' | readonly ChosenOperation[];
  /** Before its paths, behind the contract's prefix. */
  readonly path: string;
  /** By `operationId` of the service. */
  readonly changes: ReadonlyMap<string, OperationChange>;
  readonly at: SourceLocation;
}

export interface ChosenOperation {
  readonly id: string;
  readonly at: SourceLocation;
}

/** What an operation is called here instead. */
export interface OperationChange {
  readonly operationId?: string;
  readonly path?: string;
  readonly tags?: readonly string[];
  readonly security?: JsonValue;
  readonly at: SourceLocation;
}

export interface CompositionSources {
  readonly composition: Composition;
  /** The contracts of the services that it names. */
  readonly services: readonly ServiceDocument[];
  /** Operations of the BFF's own. */
  readonly aggregates: ServiceDocument | undefined;
}

export interface Composed {
  /** Undefined when a finding is an error. */
  readonly document: ComposedDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A document, and where each part of it comes from. */
export interface ComposedDocument {
  readonly value: JsonObject;
  /** By JSON pointer: `petstore: get_pet`. */
  readonly origins: ReadonlyMap<string, string>;
}
