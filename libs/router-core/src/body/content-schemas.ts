import type { Header, MediaType, Operation, Response } from '@brrt/service-model';
import type { CompiledSchema, SchemaCompiler } from '../ports/schema-compiler.ts';
import {
  requestBodyPlace,
  requestItemPlace,
  requestPartHeaderPlace,
  responseBodyPlace,
  responseItemPlace,
  responsePartHeaderPlace,
} from '../schema/schema-places.ts';

/** What one declared body is held against, whichever way it goes. Undefined where the contract gives no schema. */
export interface ContentSchemas {
  /** Of the complete content. */
  readonly whole: CompiledSchema | undefined;
  /** Of one item of a sequential media type (OpenAPI 3.2 §4.14). */
  readonly item: CompiledSchema | undefined;
  /** Of a header of a part, by where its Encoding Object stands. */
  readonly partHeader: (path: readonly string[], header: Header) => CompiledSchema;
}

export function requestSchemas(operation: Operation, media: MediaType, schemas: SchemaCompiler): ContentSchemas {
  const { schema, itemSchema } = media;
  return {
    whole: schema === undefined ? undefined : schemas.compile(requestBodyPlace(operation, media)),
    item: itemSchema === undefined ? undefined : schemas.compile(requestItemPlace(operation, media)),
    partHeader: (path, header) => schemas.compile(requestPartHeaderPlace({ operation, media, path }, header)),
  };
}

export function responseSchemas(
  { operation, response }: { readonly operation: Operation; readonly response: Response },
  media: MediaType,
  schemas: SchemaCompiler,
): ContentSchemas {
  const { schema, itemSchema } = media;
  return {
    whole: schema === undefined ? undefined : schemas.compile(responseBodyPlace(operation, response, media)),
    item: itemSchema === undefined ? undefined : schemas.compile(responseItemPlace(operation, response, media)),
    partHeader: (path, header) =>
      schemas.compile(responsePartHeaderPlace({ operation, response, media, path }, header)),
  };
}
