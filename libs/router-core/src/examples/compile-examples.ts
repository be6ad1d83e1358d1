import type { ContractSubset, Header, MediaType, Operation } from '@brrt/service-model';
import { mayHaveContent, selectMediaType } from '../body/index.ts';
import type { SchemaCompiler } from '../ports/schema-compiler.ts';
import {
  responseBodyPlace,
  responseHeaderPlace,
  responseItemPlace,
  responsePartHeaderPlace,
} from '../schema/schema-places.ts';
import { type ChosenResponse, chooseResponse } from './choose-response.ts';
import { type ContentContext, compileContent, type ExampleContent } from './example-content.ts';
import type { ExampleAnswer, ExampleResponder, ExampleSettings } from './example-responder.ts';
import { generateHeader } from './generate-header.ts';
import { linkConstraint } from './link-constraint.ts';
import type { Preference } from './parse-prefer.ts';
import { preferenceOutcome } from './preference-outcome.ts';
import { problemConstraint } from './problem-constraint.ts';
import { compileSendable } from './sample-parts.ts';

/** The contract around an operation, and how its examples are told. */
export interface ExampleContext {
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  readonly settings?: ExampleSettings;
  /** Told once of each example that is never sent. */
  readonly warn?: (message: string) => void;
}

interface CompiledExample {
  readonly operation: Operation;
  readonly contents: ReadonlyMap<string, ExampleContent>;
  readonly mediaTypes: readonly string[];
  readonly headers: () => Readonly<Record<string, unknown>> | undefined;
}

/** Everything is made when it is first asked for: most operations of a finished service have a handler. */
export function compileExamples(operation: Operation, context: ExampleContext): ExampleResponder {
  const compiled = new Map<number, CompiledExample>();
  // One status is always answered with the same response.
  const compiledFor = (chosen: ChosenResponse): CompiledExample => {
    const present = compiled.get(chosen.status) ?? compileResponse(operation, chosen, context);
    compiled.set(chosen.status, present);
    return present;
  };
  return {
    respond({ preference, accept }) {
      const chosen = chooseResponse(operation, preference.code);
      if (chosen === undefined) return undefined;
      const wish = { ...context.settings, ...preference };
      const example = compiledFor(chosen);
      const found = answer(example, chosen, { wish, preference, accept });
      // RFC 9110 §9.3.2: an answer to HEAD has no content, so none has to be found.
      return found ?? (operation.method === 'HEAD' ? withoutContent(example, chosen, preference) : undefined);
    },
  };
}

interface Wishes {
  /** What the client states, else what the service is set to. */
  readonly wish: Preference;
  readonly preference: Preference;
  readonly accept: string | undefined;
}

function withoutContent(example: CompiledExample, chosen: ChosenResponse, preference: Preference): ExampleAnswer {
  const headers = example.headers();
  const result = { status: chosen.status, ...(headers !== undefined && { headers }) };
  return { result, kind: 'example', ...preferenceOutcome(preference, { ...chosen, operation: example.operation }) };
}

function answer(
  example: CompiledExample,
  chosen: ChosenResponse,
  { wish, preference, accept }: Wishes,
): ExampleAnswer | undefined {
  const bare = withoutContent(example, chosen, preference);
  if (example.mediaTypes.length === 0 || !mayHaveContent(chosen.status)) return bare;
  for (const mediaType of inPreferredOrder(accept, example.mediaTypes)) {
    const content = example.contents.get(mediaType);
    const body = content?.choose(wish);
    if (content === undefined || body === undefined) continue;
    return {
      result: { ...bare.result, contentType: content.contentType, body: body.body },
      kind: body.kind,
      ...preferenceOutcome(preference, { ...chosen, ...body, operation: example.operation, mediaType }),
      text: body.text,
    };
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

function compileResponse(
  operation: Operation,
  { response, status }: ChosenResponse,
  context: ExampleContext,
): CompiledExample {
  const { content, headers } = response;
  let generated: Readonly<Record<string, unknown>> | undefined;
  const required = headers.filter((header) => header.required && header.name.toLowerCase() !== 'content-type');
  const generate = (header: Header): unknown =>
    generateHeader(header, responseHeaderPlace(operation, response, header), context);
  const links = linkConstraint(response, context.contract);
  const contentContext = (media: MediaType): ContentContext => ({
    constraint: links ?? problemConstraint(media, status, context.contract),
    contract: context.contract,
    schemas: context.schemas,
    bodyPlace: responseBodyPlace(operation, response, media),
    itemPlace: responseItemPlace(operation, response, media),
    warn: (message) => context.warn?.(`${operation.id}, response ${response.status}: ${message}`),
  });
  const sendable = (media: MediaType): ExampleContent => {
    const { contentType, choose } = compileContent(media, contentContext(media));
    const send = compileSendable(media, {
      ...context,
      partHeaderPlace: (path, header) => responsePartHeaderPlace({ operation, response, media, path }, header),
    });
    return {
      contentType,
      choose(wish) {
        const chosen = choose(wish);
        return chosen && { ...chosen, body: send(chosen) };
      },
    };
  };
  return {
    operation,
    mediaTypes: content.map(({ mediaType }) => mediaType),
    contents: new Map(content.map((media) => [media.mediaType, sendable(media)])),
    headers() {
      if (required.length === 0) return undefined;
      generated ??= Object.fromEntries(required.map((header) => [header.name, generate(header)]));
      return generated;
    },
  };
}
