import { concreteMediaType, selectMediaType } from '../body/index.ts';
import type { CompiledMediaType, CompiledResponse } from '../compile/compile-responses.ts';
import { ResponseValidationError } from '../errors/pipeline-errors.ts';
import { encodeHeaderValue } from '../params/index.ts';
import type { HandlerResult } from '../ports/handler.ts';
import type { FlatHeaders } from '../ports/http-message.ts';
import type { SchemaViolation } from '../ports/schema-compiler.ts';
import type { Handled, ResponseValidated } from './stages.ts';

const maximumBreaches = 20;

/**
 * Holds the handler to its contract: status (exact, range, `default`), media type, body and headers.
 * @throws ResponseValidationError 500 with every breach; nothing of the result leaves the service then
 */
export function validateResponse(exchange: Handled): ResponseValidated {
  const { compiled, result } = exchange;
  const response = compiled.responses.find(result.status);
  if (response === undefined) throw undeclared(result, 'status', `The contract declares no response ${result.status}`);
  const media = chooseMedia(exchange, response);
  const breaches: SchemaViolation[] = [];
  if (compiled.validatesResponses && media?.schema !== undefined && !media.schema.isValid(result.body)) {
    breaches.push(...media.schema.explain(result.body, maximumBreaches));
  }
  const headers =
    response.headers.length === 0 && result.headers === undefined ? none : checkHeaders(exchange, response, breaches);
  if (breaches.length > 0) throw new ResponseValidationError(result.status, breaches);
  exchange.checked = { media, contentType: media === undefined ? undefined : contentTypeOf(result, media), headers };
  return exchange as ResponseValidated;
}

const none: FlatHeaders = [];

function chooseMedia(exchange: Handled, response: CompiledResponse): CompiledMediaType | undefined {
  const { result, request } = exchange;
  const { content } = response;
  if (content.length === 0) {
    if (result.body === undefined || result.body === null) return undefined;
    throw undeclared(result, 'content', `The contract declares no content for status ${response.status}`);
  }
  // HEAD and 304 carry no content, whatever is declared (RFC 9110 §9.3.2, §15.4.5).
  if (result.body === undefined && (request.method === 'HEAD' || result.status === 304)) return undefined;
  if (result.body === undefined)
    throw undeclared(result, 'required', 'The contract declares content and the body is missing');
  const chosen =
    content.length === 1 && result.contentType === undefined
      ? content[0]
      : content.find(({ mediaType }) => mediaType === pickMediaType(result, request.headers.accept, response));
  if (chosen === undefined) throw undeclared(result, 'contentType', `Declared are ${response.mediaTypes.join(', ')}`);
  return chosen;
}

function pickMediaType(
  result: HandlerResult,
  accept: string | undefined,
  response: CompiledResponse,
): string | undefined {
  if (result.contentType === undefined) return selectMediaType(accept, response.mediaTypes) ?? response.mediaTypes[0];
  return (
    response.mediaTypes.find((declared) => declared === result.contentType) ??
    selectMediaType(result.contentType, response.mediaTypes)
  );
}

function contentTypeOf(result: HandlerResult, media: CompiledMediaType): string {
  return media.contentType ?? result.contentType ?? concreteMediaType(media.mediaType, result.body);
}

function checkHeaders(exchange: Handled, response: CompiledResponse, breaches: SchemaViolation[]): FlatHeaders {
  const given = exchange.result.headers ?? {};
  const encoded: string[] = [];
  for (const { header, schema } of response.headers) {
    const value = Object.hasOwn(given, header.name) ? given[header.name] : undefined;
    const pointer = `/headers/${header.name}`;
    if (value === undefined) {
      if (header.required) breaches.push({ pointer, keyword: 'required', detail: 'The response header is required' });
      continue;
    }
    if (exchange.compiled.validatesResponses && !schema.isValid(value)) {
      breaches.push(
        ...schema.explain(value, maximumBreaches).map((breach) => ({ ...breach, pointer: pointer + breach.pointer })),
      );
    } else encoded.push(header.name, encodeHeaderValue(header, value));
  }
  const declared = new Set(response.headers.map(({ header }) => header.name));
  for (const name of Object.keys(given)) {
    if (declared.has(name)) continue;
    breaches.push({
      pointer: `/headers/${name}`,
      keyword: 'additionalProperties',
      detail: 'The contract declares no such header',
    });
  }
  return encoded;
}

function undeclared(result: HandlerResult, keyword: string, detail: string): ResponseValidationError {
  return new ResponseValidationError(result.status, [{ pointer: '', keyword, detail }]);
}
