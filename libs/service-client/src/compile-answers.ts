import type { Readable } from 'node:stream';
import {
  bodyKind,
  compileItems,
  compilePartsReader,
  compileXmlReader,
  type ItemsDecoder,
  matchContentType,
  mediaKind,
  type PartsReader,
  type ReaderFields,
  responseSchemas,
  sequenceFormat,
  sequencePlan,
} from '@brrt/router-core/body';
import { compileResponseHeaders, type HeadersReader } from '@brrt/router-core/params';
import type { CompiledSchema, SchemaCompiler, SchemaViolation } from '@brrt/router-core/ports';
import { compileExactIntegers, compileWideIntegers, responseBodyPlace } from '@brrt/router-core/schema';
import type { ContractSubset, MediaType, Operation, Response } from '@brrt/service-model';
import type { Dispatcher } from 'undici';
import type { ClientResponse } from './client-options.ts';
import { discard, type IntegerReading, limited, maximumBodyOctets, type ReadBody, readBody } from './read-body.ts';
import { breachesOf, readItems } from './read-items.ts';
import { type FailedCall, UpstreamContractError, undeclaredFailure } from './upstream-error.ts';

/** Head and octets of an answer, as they arrive or as they were kept. */
export type Answer = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'> & {
  readonly body: Readable & Pick<Dispatcher.ResponseData['body'], 'dump'>;
};

/** Turns what came over the connection into what the contract promises. */
export interface AnswerReader {
  /** Value of `Accept`: every media type that the contract declares; undefined without any. */
  readonly accept: string | undefined;
  /**
   * @throws UpstreamContractError for an answer that the contract does not allow
   * @throws UpstreamTimeoutError for a 504 that it does not declare, UpstreamUnavailableError for another status from 500 to 599
   */
  read(answer: Answer, call: AnsweringCall): Promise<ClientResponse>;
}

/** A call whose answer has begun to arrive. */
export interface AnsweringCall {
  readonly names: FailedCall;
  /** Told what an event stream says to its reader. */
  readonly hears?: ((fields: ReaderFields) => void) | undefined;
  /** What a failure of the connection means to the caller. */
  explain(cause: unknown): unknown;
}

interface CompiledAnswer {
  readonly mediaTypes: readonly string[];
  /** By declared media type; those that have a schema to check. */
  readonly schemas: ReadonlyMap<string, CompiledSchema>;
  /** By declared media type: those of XML that a schema describes. */
  readonly documents: ReadonlyMap<string, (text: string) => Promise<unknown>>;
  /** By declared media type. */
  readonly integers: ReadonlyMap<string, IntegerReading>;
  /** By declared media type. */
  readonly sequences: ReadonlyMap<string, CompiledSequence>;
  /** By declared media type: those of multipart whose parts the contract describes. */
  readonly multipart: ReadonlyMap<string, PartsReader>;
  readonly readHeaders: HeadersReader;
}

interface CompiledSequence {
  readonly decode: ItemsDecoder;
  /** `schema` speaks about all items: they are handed over as an array. */
  readonly isWhole: boolean;
  /** Undefined: not checked. */
  readonly whole: CompiledSchema | undefined;
}

type Breaches = readonly SchemaViolation[];
type Content = Pick<ClientResponse, 'contentType' | 'body'>;

const maximumBreaches = 20;

const asNumbers: IntegerReading = { wide: undefined, exact: undefined };

/**
 * The answers of one operation: exact status, then its range, then `default` (OpenAPI 3.1 §4.8.16).
 * @param checks undefined: answers are decoded and not checked
 */
export function compileAnswers(
  operation: Operation,
  schemas: ContractSubset['schemas'],
  checks: SchemaCompiler | undefined,
): AnswerReader {
  const byStatus = new Map(
    operation.responses.map((response) => [response.status, compileAnswer({ operation, response }, schemas, checks)]),
  );
  const mediaTypes = new Set(operation.responses.flatMap(({ content }) => content.map(({ mediaType }) => mediaType)));
  return {
    accept: mediaTypes.size === 0 ? undefined : [...mediaTypes].join(', '),
    async read(answer, call) {
      const status = answer.statusCode;
      const range = `${Math.trunc(status / 100)}XX`;
      const compiled = byStatus.get(String(status)) ?? byStatus.get(range) ?? byStatus.get('default');
      if (compiled === undefined) {
        await discard(answer);
        if (status >= 500) throw undeclaredFailure(call.names, status);
        throw broken(call.names, status, [breach('status', `The contract declares no response ${status}`)]);
      }
      const headers = compiled.readHeaders(answer.headers);
      if ('breaches' in headers) {
        await discard(answer);
        throw broken(call.names, status, headers.breaches);
      }
      const content = await readContent(answer, compiled, { operation, call });
      if ('breaches' in content) throw broken(call.names, status, content.breaches);
      return { status, headers: headers.values, ...content };
    },
  };
}

function compileAnswer(
  place: { readonly operation: Operation; readonly response: Response },
  schemas: ContractSubset['schemas'],
  checks: SchemaCompiler | undefined,
): CompiledAnswer {
  const { operation, response } = place;
  const compiled = new Map<string, CompiledSchema>();
  for (const media of response.content.filter(isChecked)) {
    const schema = checks?.compile(responseBodyPlace(operation, response, media));
    if (schema !== undefined) compiled.set(media.mediaType, schema);
  }
  return {
    mediaTypes: response.content.map(({ mediaType }) => mediaType),
    schemas: compiled,
    documents: new Map(
      response.content
        .filter((media) => bodyKind(media, { schemas }) === 'xml')
        .map((media) => [media.mediaType, compileXmlReader(media, { schemas })]),
    ),
    integers: new Map(
      response.content.map(({ mediaType, schema }) => [
        mediaType,
        {
          wide: compileWideIntegers(schema, { schemas }),
          exact: checks && compileExactIntegers(schema, { schemas }),
        },
      ]),
    ),
    sequences: new Map(
      response.content.map((media) => [media.mediaType, compileSequence(media, { ...place, schemas, checks })]),
    ),
    multipart: compileMultipart(place, schemas, checks),
    readHeaders: compileResponseHeaders(place, schemas, checks),
  };
}

interface SequenceContext {
  readonly operation: Operation;
  readonly response: Response;
  readonly schemas: ContractSubset['schemas'];
  readonly checks: SchemaCompiler | undefined;
}

function compileMultipart(
  place: { readonly operation: Operation; readonly response: Response },
  schemas: ContractSubset['schemas'],
  checks: SchemaCompiler | undefined,
): ReadonlyMap<string, PartsReader> {
  const readers = new Map<string, PartsReader>();
  for (const media of place.response.content) {
    if (mediaKind(media.mediaType) !== 'multipart') continue;
    const checked = checks && responseSchemas(place, media, checks);
    const read = compilePartsReader({ media, contract: { schemas }, schemas: checked, maxBytes: maximumBodyOctets });
    if (read !== undefined) readers.set(media.mediaType, read);
  }
  return readers;
}

const itemLimits = { maxDepth: 64, maxKeys: 10_000, maxItemBytes: maximumBodyOctets };

/** Made for every media type: what a range lets through may be sequential. */
function compileSequence(media: MediaType, context: SequenceContext): CompiledSequence {
  const { schemas, checks } = context;
  const { isWhole, item } = sequencePlan(media, context);
  const compiled = checks && responseSchemas(context, media, checks);
  return {
    isWhole,
    whole: isWhole ? compiled?.whole : undefined,
    decode: compileItems({
      schema: item && media[item],
      check: item === 'schema' ? compiled?.whole : compiled?.item,
      contract: { schemas },
      limits: itemLimits,
      mayLoseDigits: checks === undefined,
    }),
  };
}

// Forms and streams are handed over as they come, octets have no value that a schema speaks about.
function isChecked({ mediaType, schema }: MediaType): boolean {
  const kind = mediaKind(mediaType);
  return schema !== undefined && (kind === 'json' || kind === 'text' || mediaType.includes('*'));
}

async function readContent(
  answer: Answer,
  { mediaTypes, schemas, documents, sequences, multipart, integers }: CompiledAnswer,
  { operation: { method }, call }: { readonly operation: Operation; readonly call: AnsweringCall },
): Promise<Content | { readonly breaches: Breaches }> {
  const { statusCode, headers, body } = answer;
  // HEAD, 204 and 304 carry no content, whatever is declared (RFC 9110 §6.4.1).
  if (mediaTypes.length === 0 || method === 'HEAD' || statusCode === 204 || statusCode === 304) {
    await discard(answer);
    return { contentType: undefined, body: undefined };
  }
  const sent = headers['content-type'];
  const contentType = typeof sent === 'string' ? sent : '';
  const declared = matchContentType(contentType, mediaTypes);
  if (declared === undefined) {
    await discard(answer);
    return { breaches: [breach('contentType', `Declared are ${mediaTypes.join(', ')}`)] };
  }
  const sequence = isSequential(contentType) ? sequences.get(declared) : undefined;
  if (sequence !== undefined) {
    const content = await readSequence(answer, sequence, call);
    return 'breaches' in content ? content : { contentType: declaredOr(contentType, declared), body: content.items };
  }
  const readParts = multipart.get(declared);
  if (readParts !== undefined) {
    const parts = await readMultipart(answer, readParts, call);
    return 'breaches' in parts ? parts : { contentType: declaredOr(contentType, declared), body: parts.value };
  }
  const read = await readDocument(
    await readBody(body, contentType, integers.get(declared) ?? asNumbers),
    documents.get(declared),
  );
  if ('breaches' in read) return { breaches: read.breaches };
  const schema = schemas.get(declared);
  const isDecoded = !(read.value instanceof Uint8Array);
  if (schema === undefined || !isDecoded || schema.isValid(read.value)) {
    return { contentType: declaredOr(contentType, declared), body: read.value };
  }
  return { breaches: schema.explain(read.value, maximumBreaches) };
}

/** The value that an XML document stands for, where a schema describes it. */
async function readDocument(
  read: ReadBody,
  decode: ((text: string) => Promise<unknown>) | undefined,
): Promise<ReadBody> {
  if (decode === undefined || !('value' in read) || typeof read.value !== 'string') return read;
  try {
    return { value: await decode(read.value) };
  } catch (error) {
    return { breaches: breachesOf(error) ?? [breach('parse', 'The body is not XML')] };
  }
}

function declaredOr(contentType: string, declared: string): string {
  return declared.includes('*') ? contentType : declared;
}

function isSequential(contentType: string): boolean {
  const kind = mediaKind(contentType);
  return kind === 'events' || kind === 'sequence';
}

async function readSequence(
  { statusCode, headers, body }: Answer,
  { decode, isWhole, whole }: CompiledSequence,
  call: AnsweringCall,
): Promise<{ readonly items: unknown } | { readonly breaches: Breaches }> {
  const format = sequenceFormat(String(headers['content-type']));
  if (!isWhole) return { items: readItems(decode(body, format, call.hears), call, statusCode) };
  const items: unknown[] = [];
  const tooLong = (breach: SchemaViolation): Error => broken(call.names, statusCode, [breach]);
  try {
    for await (const item of decode(limited(body, tooLong), format)) items.push(item);
  } catch (error) {
    const breaches = breachesOf(error);
    if (breaches === undefined) throw error;
    return { breaches };
  }
  return whole === undefined || whole.isValid(items) ? { items } : { breaches: whole.explain(items, maximumBreaches) };
}

/** Items as they arrive, or the whole value; each as the contract describes its parts. */
async function readMultipart(
  { statusCode, headers, body }: Answer,
  { isItems, read }: PartsReader,
  call: AnsweringCall,
): Promise<{ readonly value: unknown } | { readonly breaches: Breaches }> {
  const contentType = String(headers['content-type']);
  // The cast: what `isItems` says.
  if (isItems) return { value: readItems(read(body, contentType) as AsyncIterable<unknown>, call, statusCode) };
  const tooLong = (breach: SchemaViolation): Error => broken(call.names, statusCode, [breach]);
  try {
    return { value: await read(limited(body, tooLong), contentType) };
  } catch (error) {
    const breaches = breachesOf(error);
    if (breaches === undefined) throw error;
    return { breaches };
  }
}

/** An answer with this status that is not one of the contract. */
export function broken(call: FailedCall, answered: number, breaches: Breaches): UpstreamContractError {
  return new UpstreamContractError({ ...call, answered, breaches });
}

function breach(keyword: string, detail: string): SchemaViolation {
  return { pointer: '', keyword, detail };
}
