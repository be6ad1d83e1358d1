import {
  checkedItems,
  concreteMediaType,
  explainArray,
  type ItemChecks,
  isItems,
  mayHaveContent,
  multipartContentType,
  selectMediaType,
} from '../body/index.ts';
import type { CompiledMediaType, CompiledResponse } from '../compile/compile-responses.ts';
import { NotAcceptableError, ResponseValidationError } from '../errors/pipeline-errors.ts';
import type { HandlerResult } from '../ports/handler.ts';
import type { FlatHeaders } from '../ports/http-message.ts';
import type { SchemaViolation } from '../ports/schema-compiler.ts';
import type { CheckedResponse } from './checked-response.ts';
import type { Handled, ResponseValidated } from './stages.ts';

const maximumBreaches = 20;

/**
 * Holds the handler to its contract: status (exact, range, `default`), media type, body and headers.
 * @throws ResponseValidationError 500 with every breach; nothing of the result leaves the service then
 */
export function validateResponse(exchange: Handled): ResponseValidated {
  const { compiled, result } = exchange;
  if (exchange.passedOn !== undefined) {
    exchange.checked = heldByGateway;
    return exchange as ResponseValidated;
  }
  const response = compiled.responses.find(result.status);
  if (response === undefined) throw undeclared(result, 'status', `The contract declares no response ${result.status}`);
  const media = chooseMedia(exchange, response);
  const breaches: SchemaViolation[] = [];
  let { body } = result;
  if (compiled.validatesResponses && media !== undefined) {
    if (media.schema !== undefined && !media.schema.isValid(body)) {
      breaches.push(...media.schema.explain(body, maximumBreaches));
    } else if (media.items !== undefined) body = checkItems(media.items, result, breaches);
  }
  const headers =
    response.headers.length === 0 && result.headers === undefined ? none : checkHeaders(exchange, response, breaches);
  if (breaches.length > 0) throw new ResponseValidationError(result.status, breaches);
  const contentType = media === undefined ? undefined : contentTypeOf(result, media);
  exchange.checked = { media, contentType, headers, body, makesTag: response.makesTag };
  return exchange as ResponseValidated;
}

const none: FlatHeaders = [];

// Its gateway has held it to the contract.
const heldByGateway: CheckedResponse = {
  ...{ media: undefined, contentType: undefined, body: undefined },
  ...{ headers: none, makesTag: false },
};

/** What is there already is checked now; what is still to come, as it comes. Octets and framed text pass as they are. */
function checkItems(checks: ItemChecks, { status, body }: HandlerResult, breaches: SchemaViolation[]): unknown {
  if (Array.isArray(body)) {
    breaches.push(...explainArray(checks, body));
    return body;
  }
  return isItems(body) ? checkedItems(body, checks, status) : body;
}

function chooseMedia(exchange: Handled, response: CompiledResponse): CompiledMediaType | undefined {
  const { result, request } = exchange;
  const { content } = response;
  const isAbsent = result.body === undefined || (result.body === null && content.length === 0);
  if (content.length === 0 && !isAbsent) {
    throw undeclared(
      result,
      'content',
      `The contract declares no content for status ${nameOf(response, result.status)}`,
    );
  }
  // HEAD, 204, 205 and 304 carry no content, whatever is declared (RFC 9110 §9.3.2, §15.3.5, §15.3.6, §15.4.5).
  if (isAbsent && (content.length === 0 || request.method === 'HEAD')) return undefined;
  if (!mayHaveContent(result.status)) return undefined;
  if (isAbsent) throw undeclared(result, 'required', 'The contract declares content and the body is missing');
  const chosen =
    content.length === 1 && result.contentType === undefined
      ? content[0]
      : content.find(({ mediaType }) => mediaType === pickMediaType(result, request.headers.accept, response));
  if (chosen === undefined) throw undeclared(result, 'contentType', `Declared are ${response.mediaTypes.join(', ')}`);
  return chosen;
}

/** @throws NotAcceptableError 406 when a success has several media types and none is acceptable */
function pickMediaType(
  result: HandlerResult,
  accept: string | undefined,
  response: CompiledResponse,
): string | undefined {
  const { mediaTypes } = response;
  if (result.contentType !== undefined) {
    return (
      mediaTypes.find((declared) => declared === result.contentType) ?? selectMediaType(result.contentType, mediaTypes)
    );
  }
  const selected = selectMediaType(accept, mediaTypes);
  if (selected === undefined && result.status < 300) throw new NotAcceptableError(mediaTypes);
  // A failure is worth telling in any media type.
  return selected ?? mediaTypes[0];
}

function contentTypeOf(result: HandlerResult, media: CompiledMediaType): string {
  const { takesParts } = media;
  const contentType = media.contentType ?? result.contentType ?? concreteMediaType(media.mediaType, result.body);
  if (takesParts === undefined) return contentType;
  return takesParts(result.body) ? multipartContentType(contentType) : (result.contentType ?? contentType);
}

function checkHeaders(exchange: Handled, response: CompiledResponse, breaches: SchemaViolation[]): FlatHeaders {
  const given = exchange.result.headers ?? {};
  const encoded: string[] = [];
  for (const { header, encode, schema, isMade, isRepeated } of response.headers) {
    const value = Object.hasOwn(given, header.name) ? given[header.name] : undefined;
    const pointer = `/headers/${header.name}`;
    if (value === undefined) {
      if (header.required && !isMade)
        breaches.push({ pointer, keyword: 'required', detail: 'The response header is required' });
      continue;
    }
    if (exchange.compiled.validatesResponses && !schema.isValid(value)) {
      breaches.push(
        ...schema.explain(value, maximumBreaches).map((breach) => ({ ...breach, pointer: pointer + breach.pointer })),
      );
    } else if (isRepeated && Array.isArray(value)) {
      for (const each of value) encoded.push(header.name, encode(each));
    } else encoded.push(header.name, encode(value));
  }
  for (const name of Object.keys(given)) {
    if (response.headerNames.has(name)) continue;
    breaches.push({
      pointer: `/headers/${name}`,
      keyword: 'additionalProperties',
      detail: 'The contract declares no such header',
    });
  }
  return encoded;
}

/** `404`; `503, declared as 5XX`: which of them was meant is not plain then. */
function nameOf({ status }: CompiledResponse, sent: number): string {
  return status === String(sent) ? status : `${sent}, declared as ${status}`;
}

function undeclared(result: HandlerResult, keyword: string, detail: string): ResponseValidationError {
  return new ResponseValidationError(result.status, [{ pointer: '', keyword, detail }]);
}
