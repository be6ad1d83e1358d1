import type { MediaType, Operation } from '@brrt/service-model';
import type { CompiledSchema, SchemaCompiler } from '../ports/schema-compiler.ts';
import { requestBodyPlace, requestItemPlace } from '../schema/schema-places.ts';

/** The compiled schema of a request body; undefined where the contract gives none. */
export function compileRequestSchema(
  operation: Operation,
  media: MediaType,
  schemas: SchemaCompiler,
): CompiledSchema | undefined {
  return media.schema === undefined ? undefined : schemas.compile(requestBodyPlace(operation, media));
}

/** The compiled schema of one item of a sequential request body (OpenAPI 3.2 §4.14). */
export function compileRequestItemSchema(
  operation: Operation,
  media: MediaType,
  schemas: SchemaCompiler,
): CompiledSchema | undefined {
  return media.itemSchema === undefined ? undefined : schemas.compile(requestItemPlace(operation, media));
}
