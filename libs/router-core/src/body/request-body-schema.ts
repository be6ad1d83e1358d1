import type { JsonSchema, MediaType, Operation } from '@brrt/service-model';
import type { CompiledSchema, SchemaCompiler } from '../ports/schema-compiler.ts';

/** The compiled schema of a request body; undefined where the contract gives none. */
export function compileRequestSchema(
  operation: Operation,
  media: MediaType,
  schemas: SchemaCompiler,
): CompiledSchema | undefined {
  return media.schema === undefined ? undefined : compile(operation, media.mediaType, media.schema, schemas);
}

/** The compiled schema of one item of a sequential request body (OpenAPI 3.2 §4.14). */
export function compileRequestItemSchema(
  operation: Operation,
  media: MediaType,
  schemas: SchemaCompiler,
): CompiledSchema | undefined {
  if (media.itemSchema === undefined) return undefined;
  return compile(operation, `${media.mediaType} item`, media.itemSchema, schemas);
}

function compile(operation: Operation, part: string, schema: JsonSchema, schemas: SchemaCompiler): CompiledSchema {
  return schemas.compile({ key: `${operation.id} request body ${part}`, schema, direction: 'request' });
}
