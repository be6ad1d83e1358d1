import type { ContractSubset, Header, MediaType, Operation, Response } from '@brrt/service-model';
import {
  bodyKind,
  type ContentSchemas,
  compileContentEncoder,
  compileMultipartEncoder,
  compileSentHeaders,
  type ItemChecks,
  mediaKind,
  multipartPlan,
  partsContent,
  responseSchemas,
  sequencePlan,
} from '../body/index.ts';
import { compileHeaderEncoder, isRepeatedHeader, type ParameterEncoder } from '../params/index.ts';
import type { HttpResponse } from '../ports/http-message.ts';
import type { CompiledSchema, SchemaCompiler } from '../ports/schema-compiler.ts';
import { hasType, resolveSchema } from '../schema/resolve-schema.ts';
import { responseHeaderPlace } from '../schema/schema-places.ts';

export interface CompiledMediaType {
  /** As declared. */
  readonly mediaType: string;
  /** What goes into `Content-Type`; undefined for a range, where the handler has to say. */
  readonly contentType: string | undefined;
  readonly encode: (body: unknown, contentType: string) => HttpResponse['body'];
  /** Only for multipart: a body that it takes needs a boundary in its `Content-Type`, any other has stated it. */
  readonly takesParts: ((body: unknown) => boolean) | undefined;
  /** Sent item by item where the items come one by one: events, sequences of JSON, parts under `itemSchema`. */
  readonly isSequential: boolean;
  /** Undefined where there is nothing to check: no schema, octets, or items. */
  readonly schema: CompiledSchema | undefined;
  /** Only for sequential media types with a schema. */
  readonly items: ItemChecks | undefined;
}

export interface CompiledHeader {
  readonly header: Header;
  readonly encode: ParameterEncoder;
  readonly schema: CompiledSchema;
  /** One line for each element, never joined: `Set-Cookie` (RFC 6265 §3). */
  readonly isRepeated: boolean;
  /** An `ETag` that is left out is made of the octets, where they are there as a whole. */
  readonly isMade: boolean;
}

export interface CompiledResponse {
  readonly status: string;
  readonly content: readonly CompiledMediaType[];
  readonly mediaTypes: readonly string[];
  readonly headers: readonly CompiledHeader[];
  /** Names that a handler may use. */
  readonly headerNames: ReadonlySet<string>;
  /** One of the headers is. */
  readonly makesTag: boolean;
}

export interface CompiledResponses {
  /** Exact status, then its range, then `default` (OpenAPI 3.1 §4.8.16). */
  find(status: number): CompiledResponse | undefined;
  /** Media types of all 2xx responses; empty when one of them has no content. */
  readonly successTypes: readonly string[];
  /** One of them is sequential. */
  readonly mayStream: boolean;
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
    mayStream: mayStream(operation, contract),
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
  const isSafe = operation.method === 'GET' || operation.method === 'HEAD';
  const isMade = ({ name }: Header): boolean => isSafe && response.status === '200' && name.toLowerCase() === 'etag';
  return {
    status: response.status,
    makesTag: headers.some(isMade),
    mediaTypes: response.content.map(({ mediaType }) => mediaType),
    content: response.content.map((media) => compileMedia(media, { operation, response, contract, schemas })),
    headers: headers.map((header) => ({
      header,
      isMade: isMade(header),
      isRepeated: isRepeatedHeader(header),
      encode: compileHeaderEncoder(header),
      schema: headerSchema(header, schemas.compile(responseHeaderPlace(operation, response, header))),
    })),
    headerNames: new Set(headers.map(({ name }) => name)),
  };
}

/** Where the contract describes one value of a header that may be there several times, each of several is held against it. */
function headerSchema(header: Header, schema: CompiledSchema): CompiledSchema {
  if (!isRepeatedHeader(header)) return schema;
  const each = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
  const isValid = (value: unknown): boolean => schema.isValid(value) || each(value).every(schema.isValid);
  return {
    isValid,
    explain: (value, limit) => (isValid(value) ? [] : schema.explain(value, limit)),
  };
}

function compileMedia(media: MediaType, context: ResponseContext & { readonly response: Response }): CompiledMediaType {
  const { mediaType } = media;
  const { contract } = context;
  const checks = responseSchemas(context, media, context.schemas);
  return {
    mediaType,
    contentType: mediaType.includes('*') ? undefined : toContentType(mediaType),
    isSequential: isSequential(media, contract),
    encode: compileContentEncoder(media, contract),
    takesParts: compileTakesParts(media, contract),
    schema: checkedSchema(media, checks, contract),
    items: compileItemChecks(media, checks, contract),
  };
}

function isSequential(media: MediaType, contract: ContractSubset): boolean {
  const kind = mediaKind(media.mediaType);
  if (kind === 'multipart') return multipartPlan(media, contract) === 'items';
  return kind === 'sequence' || kind === 'events';
}

/** Whether a success of the operation may be sent item by item. */
export function mayStream(operation: Operation, contract: ContractSubset): boolean {
  const successes = operation.responses.filter(({ status }) => /^(?:2|default)/.test(status));
  return successes.some(({ content }) => content.some((media) => isSequential(media, contract)));
}

function compileTakesParts(media: MediaType, contract: ContractSubset): CompiledMediaType['takesParts'] {
  if (mediaKind(media.mediaType) !== 'multipart') return undefined;
  const encoder = compileMultipartEncoder(media, contract);
  return encoder === undefined ? () => false : encoder.takes;
}

function compileItemChecks(
  media: MediaType,
  { whole, item, partHeader }: ContentSchemas,
  contract: ContractSubset,
): ItemChecks | undefined {
  const kind = mediaKind(media.mediaType);
  if (kind === 'multipart' && item !== undefined && multipartPlan(media, contract) === 'items') {
    return {
      item: ofParts(item, { takes: () => true, breaches: itemHeaders(media, partHeader, contract) }),
      whole: undefined,
      isEvents: false,
    };
  }
  if (kind !== 'sequence' && kind !== 'events') return undefined;
  const plan = sequencePlan(media, contract);
  const checks = {
    item: plan.item === 'schema' ? whole : item,
    whole: plan.isWhole ? whole : undefined,
    isEvents: kind === 'events',
  };
  return checks.item === undefined && checks.whole === undefined ? undefined : checks;
}

/** Of one item that comes alone: where positions differ, the encoder tells what is missing. */
function itemHeaders(
  media: MediaType,
  partHeader: ContentSchemas['partHeader'],
  contract: ContractSubset,
): SentParts['breaches'] {
  const breaches = media.prefixEncoding === undefined ? compileSentHeaders(media, contract, partHeader) : undefined;
  return (
    breaches &&
    ((value, limit) => breaches([value], limit).map((each) => ({ ...each, pointer: each.pointer.slice(2) })))
  );
}

function toContentType(mediaType: string): string {
  return /^text\/(?!event-stream)/i.test(mediaType) && !/charset=/i.test(mediaType)
    ? `${mediaType}; charset=utf-8`
    : mediaType;
}

// Only JSON, XML, text and multipart have a value that a schema speaks about; the rest are octets. Text under a schema for objects is a
// contract that describes what the text means, not the text.
function checkedSchema(
  media: MediaType,
  { whole, partHeader }: ContentSchemas,
  contract: ContractSubset,
): CompiledSchema | undefined {
  if (whole === undefined) return undefined;
  switch (bodyKind(media, contract)) {
    case 'json':
      return whole;
    case 'xml':
      return unlessText(whole);
    case 'text':
      return hasType(resolveSchema(media.schema, contract), 'string') ? whole : undefined;
    case 'multipart': {
      const encoder = compileMultipartEncoder(media, contract);
      const breaches = compileSentHeaders(media, contract, partHeader);
      return encoder && ofParts(whole, { takes: encoder.takes, breaches });
    }
    default:
      return undefined;
  }
}

/** What is multipart already is not taken apart again. */
function ofParts({ isValid, explain }: CompiledSchema, { takes, breaches = none }: SentParts): CompiledSchema {
  return {
    isValid: (value) => !takes(value) || (isValid(partsContent(value)) && breaches(value, 1).length === 0),
    explain: (value, limit) => [...explain(partsContent(value), limit), ...breaches(value, limit)].slice(0, limit),
  };
}

interface SentParts {
  readonly takes: (value: unknown) => boolean;
  /** Of the headers of parts, where the contract describes some. */
  readonly breaches?: ReturnType<typeof compileSentHeaders>;
}

function none(): readonly [] {
  return [];
}

/** A document that the handler wrote itself is not taken apart again. */
function unlessText(schema: CompiledSchema): CompiledSchema {
  return {
    ...schema,
    isValid: (value) => typeof value === 'string' || schema.isValid(value),
    explain: (value, limit) => (typeof value === 'string' ? [] : schema.explain(value, limit)),
  };
}

function listSuccessTypes(operation: Operation): readonly string[] {
  // A part of something has the type of the whole.
  const successes = operation.responses.filter(({ status }) => status.startsWith('2') && status !== '206');
  if (successes.some(({ content }) => content.length === 0)) return [];
  return [...new Set(successes.flatMap(({ content }) => content.map(({ mediaType }) => mediaType)))];
}
