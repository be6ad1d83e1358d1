import type { ContractSubset, Header, MediaType, Operation, Response } from '@brrt/service-model';
import { mayHaveContent, selectMediaType } from '../body/index.ts';
import type { HandlerResult } from '../ports/handler.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import { responseBodyPlace, responseHeaderPlace, responseItemPlace } from '../schema/schema-places.ts';
import { chooseResponse } from './choose-response.ts';
import { type ContentContext, compileContent, type ExampleContent } from './example-content.ts';
import { generateValue } from './generate-value.ts';
import type { Preference } from './parse-prefer.ts';

/** An answer that came from the contract. */
export interface ExampleAnswer {
  readonly result: HandlerResult;
  readonly kind: 'example' | 'generated';
}

/** Answers for an operation that has no handler. */
export interface ExampleResponder {
  /** Undefined: the contract gives no content to answer with. A response without content is an answer. */
  respond(preference: Preference, accept: string | undefined): ExampleAnswer | undefined;
}

interface CompiledExample {
  readonly contents: ReadonlyMap<string, ExampleContent>;
  readonly mediaTypes: readonly string[];
  readonly headers: () => Readonly<Record<string, unknown>> | undefined;
}

/** Everything is made when it is first asked for: most operations of a finished service have a handler. */
export function compileExamples(
  operation: Operation,
  contract: ContractSubset,
  schemas: SchemaCompiler,
): ExampleResponder {
  const compiled = new Map<Response, CompiledExample>();
  const compiledFor = (response: Response): CompiledExample => {
    const present = compiled.get(response) ?? compileResponse({ operation, response, contract, schemas });
    compiled.set(response, present);
    return present;
  };
  return {
    respond(preference, accept) {
      const chosen = chooseResponse(operation, preference.code);
      if (chosen === undefined) return undefined;
      return answer(compiledFor(chosen.response), chosen.status, { preference, accept });
    },
  };
}

interface Wishes {
  readonly preference: Preference;
  readonly accept: string | undefined;
}

function answer(example: CompiledExample, status: number, { preference, accept }: Wishes): ExampleAnswer | undefined {
  const headers = example.headers();
  const base = { status, ...(headers !== undefined && { headers }) };
  if (example.mediaTypes.length === 0 || !mayHaveContent(status)) return { result: base, kind: 'example' };
  for (const mediaType of inPreferredOrder(accept, example.mediaTypes)) {
    const content = example.contents.get(mediaType);
    const chosen = content?.choose(preference);
    if (content === undefined || chosen === undefined) continue;
    return { result: { ...base, contentType: content.contentType, body: chosen.body }, kind: chosen.kind };
  }
  return undefined;
}

/** The best first; what is not acceptable comes last, since a problem response may have no acceptable type at all. */
function inPreferredOrder(accept: string | undefined, mediaTypes: readonly string[]): readonly string[] {
  const ordered: string[] = [];
  let rest = mediaTypes;
  while (rest.length > 0) {
    const next = selectMediaType(accept, rest);
    if (next === undefined) break;
    ordered.push(next);
    rest = rest.filter((mediaType) => mediaType !== next);
  }
  return ordered.length > 0 ? ordered : rest;
}

interface ResponseContext {
  readonly operation: Operation;
  readonly response: Response;
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
}

function compileResponse(context: ResponseContext): CompiledExample {
  const { content, headers } = context.response;
  let generated: Readonly<Record<string, unknown>> | undefined;
  const required = headers.filter((header) => header.required && header.name.toLowerCase() !== 'content-type');
  return {
    mediaTypes: content.map(({ mediaType }) => mediaType),
    contents: new Map(content.map((media) => [media.mediaType, compileContent(media, contentContext(media, context))])),
    headers() {
      if (required.length === 0) return undefined;
      generated ??= Object.fromEntries(required.map((header) => [header.name, generateHeader(header, context)]));
      return generated;
    },
  };
}

function contentContext(media: MediaType, { operation, response, contract, schemas }: ResponseContext): ContentContext {
  return {
    contract,
    schemas,
    bodyPlace: responseBodyPlace(operation, response, media),
    itemPlace: responseItemPlace(operation, response, media),
  };
}

function generateHeader(header: Header, { operation, response, contract, schemas }: ResponseContext): unknown {
  const { isValid } = schemas.compile(responseHeaderPlace(operation, response, header));
  const schema = header.content?.schema ?? header.schema;
  return generateValue(schema, contract, { direction: 'response', isValid });
}
