import type { ContractSubset, Header, MediaType, Operation, Response } from '@brrt/service-model';
import { compileEncoder, encodeBody, mediaKind } from '../body/index.ts';
import type { HttpResponse } from '../ports/http-message.ts';
import type { CompiledSchema, SchemaCompiler } from '../ports/schema-compiler.ts';
import { hasType, resolveSchema } from '../schema/resolve-schema.ts';
import { responseBodyPlace, responseHeaderPlace } from '../schema/schema-places.ts';

export interface CompiledMediaType {
  /** As declared. */
  readonly mediaType: string;
  /** What goes into `Content-Type`; undefined for a range, where the handler has to say. */
  readonly contentType: string | undefined;
  readonly encode: (body: unknown, contentType: string) => HttpResponse['body'];
  /** Undefined where there is nothing to check: no schema, or octets. */
  readonly schema: CompiledSchema | undefined;
}

export interface CompiledHeader {
  readonly header: Header;
  readonly schema: CompiledSchema;
}

export interface CompiledResponse {
  readonly status: string;
  readonly content: readonly CompiledMediaType[];
  readonly mediaTypes: readonly string[];
  readonly headers: readonly CompiledHeader[];
  /** Names that a handler may use. */
  readonly headerNames: ReadonlySet<string>;
}

export interface CompiledResponses {
  /** Exact status, then its range, then `default` (OpenAPI 3.1 §4.8.16). */
  find(status: number): CompiledResponse | undefined;
  /** Media types of all 2xx responses; empty when one of them has no content. */
  readonly successTypes: readonly string[];
}

/** The responses of one operation, ready to be chosen from and checked against. */
export function compileResponses(
  operation: Operation,
  contract: ContractSubset,
  schemas: SchemaCompiler,
): CompiledResponses {
  const byStatus = new Map<string, CompiledResponse>();
  for (const response of operation.responses)
    byStatus.set(response.status, compileResponse({ operation, contract, schemas }, response));
  const chosen = new Map<number, CompiledResponse | undefined>();
  return {
    successTypes: listSuccessTypes(operation),
    find(status) {
      // RFC 9110 §15: three digits; 1xx are not final.
      if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
      let response = chosen.get(status);
      if (response === undefined) {
        response =
          byStatus.get(String(status)) ?? byStatus.get(`${Math.trunc(status / 100)}XX`) ?? byStatus.get('default');
        chosen.set(status, response);
      }
      return response;
    },
  };
}

interface ResponseContext {
  readonly operation: Operation;
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
}

function compileResponse({ operation, contract, schemas }: ResponseContext, response: Response): CompiledResponse {
  // OpenAPI 3.1 §4.8.17: a response header named Content-Type is ignored.
  const headers = response.headers.filter(({ name }) => name.toLowerCase() !== 'content-type');
  return {
    status: response.status,
    mediaTypes: response.content.map(({ mediaType }) => mediaType),
    content: response.content.map((mediaType) => ({
      mediaType: mediaType.mediaType,
      contentType: mediaType.mediaType.includes('*') ? undefined : toContentType(mediaType.mediaType),
      encode: compileMediaEncoder(mediaType.mediaType),
      schema: isChecked(mediaType, contract)
        ? schemas.compile(responseBodyPlace(operation, response, mediaType))
        : undefined,
    })),
    headers: headers.map((header) => ({
      header,
      schema: schemas.compile(responseHeaderPlace(operation, response, header)),
    })),
    headerNames: new Set(headers.map(({ name }) => name)),
  };
}

function compileMediaEncoder(mediaType: string): CompiledMediaType['encode'] {
  // Under a range the handler decides, or the body.
  return mediaType.includes('*') ? (body, contentType) => encodeBody(contentType, body) : compileEncoder(mediaType);
}

function toContentType(mediaType: string): string {
  return /^text\/(?!event-stream)/i.test(mediaType) && !/charset=/i.test(mediaType)
    ? `${mediaType}; charset=utf-8`
    : mediaType;
}

// Only JSON and text have a value that a schema speaks about; the rest are octets. Text under a schema for objects is a
// contract that describes what the text means, not the text.
function isChecked({ schema, mediaType }: MediaType, contract: ContractSubset): boolean {
  if (schema === undefined) return false;
  const kind = mediaKind(mediaType);
  return kind === 'json' || (kind === 'text' && hasType(resolveSchema(schema, contract), 'string'));
}

function listSuccessTypes(operation: Operation): readonly string[] {
  const successes = operation.responses.filter(({ status }) => status.startsWith('2'));
  if (successes.some(({ content }) => content.length === 0)) return [];
  return [...new Set(successes.flatMap(({ content }) => content.map(({ mediaType }) => mediaType)))];
}
