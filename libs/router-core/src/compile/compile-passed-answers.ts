import type { IncomingHttpHeaders } from 'node:http';
import type { ContractSubset, Operation, Response } from '@brrt/service-model';
import { matchContentType, mediaKind } from '../body/index.ts';
import { contentCodingOf, decodeOctets } from '../coding/content-coding.ts';
import { compileResponseHeaders } from '../params/index.ts';
import type { PassedAnswer, PassedAnswers, PassedContent } from '../ports/gateway.ts';
import type { CompiledSchema, SchemaCompiler, SchemaViolation } from '../ports/schema-compiler.ts';
import { responseBodyPlace } from '../schema/schema-places.ts';
import { compileWideIntegers, type WideIntegers } from '../schema/wide-integers/compile-wide-integers.ts';
import { compileDelivery } from './compile-delivery.ts';

interface AnswersContext {
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  /** False: answers are held to their status alone. */
  readonly isChecked: boolean;
}

/** What may come back from the service that an operation is passed on to (OpenAPI 3.1 §4.8.16). */
export function compilePassedAnswers(operation: Operation, context: AnswersContext): PassedAnswers {
  const byStatus = new Map(
    operation.responses.map((response) => [response.status, compileAnswer(operation, response, context)]),
  );
  const delivery = compileDelivery(operation);
  return {
    isConditional: delivery?.isConditional ?? !['GET', 'HEAD'].includes(operation.method),
    isPartial: delivery?.partial !== undefined,
    of: (status) =>
      byStatus.get(String(status)) ?? byStatus.get(`${Math.trunc(status / 100)}XX`) ?? byStatus.get('default'),
  };
}

const maximumBreaches = 20;

function compileAnswer(operation: Operation, response: Response, context: AnswersContext): PassedAnswer {
  const headerNames = new Set(response.headers.map(({ name }) => name.toLowerCase()));
  if (!context.isChecked) return { headerNames, isHeld: () => false, check: () => [] };
  const mediaTypes = response.content.map(({ mediaType }) => mediaType);
  const bodies = compileBodies(operation, response, context);
  const readHeaders = compileResponseHeaders({ operation, response }, context.contract.schemas, context.schemas);
  const bodyOf = (contentType: string | undefined): JsonBody | undefined => {
    if (contentType === undefined || mediaKind(contentType) !== 'json') return undefined;
    const declared = matchContentType(contentType, mediaTypes);
    return declared === undefined ? undefined : bodies.get(declared);
  };
  return {
    headerNames,
    // What must not be there is held too: how else would one know?
    isHeld: (headers) => mediaTypes.length === 0 || bodyOf(headers['content-type']) !== undefined,
    async check(headers, content) {
      const read = readHeaders(headers);
      if ('breaches' in read) return read.breaches;
      const fault = contentFault(headers, mediaTypes, content);
      if (fault !== undefined) return [fault];
      const body = bodyOf(headers['content-type']);
      return content instanceof Uint8Array && body !== undefined ? checkJson(content, headers, body) : [];
    },
  };
}

interface JsonBody {
  readonly schema: CompiledSchema;
  readonly wide: WideIntegers | undefined;
}

function compileBodies(
  operation: Operation,
  response: Response,
  { contract, schemas }: AnswersContext,
): ReadonlyMap<string, JsonBody> {
  const bodies = new Map<string, JsonBody>();
  for (const media of response.content) {
    if (media.schema === undefined) continue;
    const schema = schemas.compile(responseBodyPlace(operation, response, media));
    bodies.set(media.mediaType, { schema, wide: compileWideIntegers(media.schema, contract) });
  }
  return bodies;
}

function contentFault(
  headers: IncomingHttpHeaders,
  mediaTypes: readonly string[],
  content: PassedContent,
): SchemaViolation | undefined {
  if (content === 'none') return undefined;
  const contentType = headers['content-type'];
  if (mediaTypes.length === 0) {
    return content.length === 0
      ? undefined
      : { pointer: '', keyword: 'content', detail: 'The contract declares no content' };
  }
  const isDeclared = contentType !== undefined && matchContentType(contentType, mediaTypes) !== undefined;
  return isDeclared
    ? undefined
    : { pointer: '', keyword: 'contentType', detail: `Declared are ${mediaTypes.join(', ')}` };
}

/** As much as an answer that is checked may come to where it is not compressed. */
const maximumOctets = 5 * 1024 * 1024;

async function checkJson(
  octets: Uint8Array,
  { 'content-encoding': sent = 'identity' }: IncomingHttpHeaders,
  { schema, wide }: JsonBody,
): Promise<readonly SchemaViolation[]> {
  const coding = contentCodingOf(sent);
  if (coding === undefined && sent.trim().toLowerCase() !== 'identity')
    return [{ pointer: '', keyword: 'contentEncoding', detail: 'Nothing is known of such a coding' }];
  let value: unknown;
  try {
    const plain = coding === undefined ? octets : await decodeOctets(coding, octets, maximumOctets);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(plain);
    value = wide === undefined ? JSON.parse(text) : wide.parse(text);
  } catch (error) {
    return [isTooLong(error) ? tooLongBreach : { pointer: '', keyword: 'parse', detail: 'The body is not JSON' }];
  }
  return schema.isValid(value) ? [] : schema.explain(value, maximumBreaches);
}

const tooLongBreach: SchemaViolation = {
  pointer: '',
  keyword: 'maxLength',
  detail: `The body is longer than ${maximumOctets} octets when it is decoded`,
};

function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
