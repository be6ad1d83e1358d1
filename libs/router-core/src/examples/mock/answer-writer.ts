import type { JsonObject, JsonSchema, Operation } from '@brrt/service-model';
import { mediaKind } from '../../body/index.ts';
import type { ProblemError } from '../../errors/problem-error.ts';
import type { HandlerResult } from '../../ports/handler.ts';
import { responseBodyPlace } from '../../schema/schema-places.ts';
import { chooseResponse } from '../choose-response.ts';
import type { ExampleAnswer, ExampleRequest } from '../example-responder.ts';
import { flattenSchema } from '../merge-schemas.ts';
import { noPreference } from '../preference-outcome.ts';
import { isObject, namedSchemasOf } from '../schema-keywords.ts';
import { isGet, placeOfList, placeOfThing, thingSchema } from './describe-resource.ts';
import { overlay } from './overlay.ts';
import type { ResponderContext } from './responder-context.ts';
import { valueAt, withValueAt } from './shown-items.ts';

type Headers = Readonly<Record<string, string | number>>;

/** Puts remembered things into the answers that the contract gives, so that each stays valid. */
export interface AnswerWriter {
  /** Undefined: the contract has no answer to start from. */
  item(asked: ExampleRequest, item: JsonObject, more?: AnswerParts): ExampleAnswer | undefined;
  /** What only the service writes, as the contract shows or makes it up, or as it is known. */
  own(asked: ExampleRequest, known?: JsonObject): JsonObject;
  /** Whether a thing may become that: an answer that shows it is valid, or was not valid before either. */
  allows(asked: ExampleRequest, change: { readonly before: JsonObject; readonly after: JsonObject }): boolean;
  /** The thing as the contract shows it. */
  example(asked: ExampleRequest): JsonObject;
  /** What an answer shows of an item. */
  shown(answer: ExampleAnswer): unknown;
  /** `total`: how many there are beside those on the page. */
  list(asked: ExampleRequest, items: readonly JsonObject[], total: number): ExampleAnswer | undefined;
  /** The answer that the contract declares for the status of the problem. @throws ProblemError where it declares none */
  refused(asked: ExampleRequest, problem: ProblemError): ExampleAnswer;
}

interface AnswerParts {
  /** Sent where the contract declares them. */
  readonly headers?: Headers;
  /** What the thing was: what it lacks is taken from there rather than from the contract. */
  readonly before?: JsonObject;
}

export function createAnswerWriter(context: ResponderContext): AnswerWriter {
  const { operation, contract, examples, resource } = context;
  const one = placeOfThing(operation, resource.names, contract).member;
  const place = placeOfList(operation, contract)?.member;
  const readOnly = readOnlyNames(thingSchema(operation, resource.names, contract), contract);
  return {
    item(asked, item, { headers = {}, before = {} } = {}) {
      const base = examples.respond(asked);
      if (base === undefined) return undefined;
      const { body } = base.result;
      const sent = withDeclared(context, base.result, headers);
      const shown = valueAt(body, one);
      // Octets are what they are, whatever was written.
      if (!isObject(shown) || !isValue(base.result)) return toAnswer(base, body, sent);
      const around = (value: unknown): unknown => withValueAt(body, one, value);
      const made = overlay({ ...shown, ...before }, item, (value) => isValid(context, base.result, around(value)));
      return toAnswer(base, around(made), sent);
    },
    allows(asked, { before, after }) {
      return showings(context, asked).every(({ thing, isShown }) => {
        const added = Object.fromEntries(Object.entries(thing).filter(([name]) => !Object.hasOwn(before, name)));
        const fits = (each: JsonObject): boolean => isShown(each) || isShown({ ...added, ...each });
        return fits(after) || !fits(before);
      });
    },
    own(asked, known) {
      const shown = known ?? valueAt(examples.respond(asked)?.result.body, one);
      if (!isObject(shown)) return {};
      return Object.fromEntries(Object.entries(shown).filter(([name]) => readOnly.has(name)));
    },
    example: (asked) => showings(context, asked)[0]?.thing ?? {},
    shown: ({ result }) => valueAt(result.body, one),
    list(asked, items, total) {
      const base = examples.respond(asked);
      if (base === undefined || place === undefined || !isValue(base.result)) return base;
      const { body } = base.result;
      const counts = { 'x-total-count': total, 'x-total': total };
      const shown = valueAt(body, place);
      const pattern: unknown = Array.isArray(shown) ? shown[0] : undefined;
      const around = (list: readonly unknown[]): unknown => envelope(body, { place, list, total });
      const list = items.map((item) =>
        overlay(pattern, item, (value) => isValid(context, base.result, around([value]))),
      );
      const whole = around(list);
      // A list that the schema bounds keeps the answer of the contract.
      return isValid(context, base.result, whole)
        ? toAnswer(base, whole, withDeclared(context, base.result, counts))
        : base;
    },
    refused(asked, problem) {
      const { status } = problem;
      const isDeclared = chooseResponse(operation, status)?.status === status;
      const answer = isDeclared ? examples.respond({ ...asked, preference: { code: status } }) : undefined;
      if (answer?.result.status !== status) throw problem;
      return { ...answer, kind: 'stateful', ...noPreference };
    },
  };
}

/** An answer that has a thing. */
interface Showing {
  /** As the contract shows it. */
  readonly thing: JsonObject;
  /** Whether the answer is valid with another one. */
  isShown(thing: JsonObject): boolean;
}

/** In the answer of this operation, which may have no content, and in those that read or list what it works on. */
function showings(context: ResponderContext, asked: ExampleRequest): readonly Showing[] {
  const { operation, operations, resource } = context;
  const others = [...operations].filter(
    ([, { resource: other, action }]) => other.path === resource.path && (action === 'read' || action === 'list'),
  );
  const all: readonly Operation[] = [operation, ...others.map(([other]) => other)];
  return all.flatMap((each) => showingOf(each, context, asked) ?? []);
}

function showingOf(operation: Operation, context: ResponderContext, asked: ExampleRequest): Showing | undefined {
  const { contract, resource, examplesOf } = context;
  const base = examplesOf(operation).respond({ ...asked, accept: undefined });
  if (base === undefined || !isValue(base.result)) return undefined;
  const { body } = base.result;
  const list = isGet(operation) ? placeOfList(operation, contract)?.member : undefined;
  const member = list ?? placeOfThing(operation, resource.names, contract).member;
  const found = valueAt(body, member);
  // A list that is shown empty says of things only what its schema says.
  const thing: unknown = list !== undefined && Array.isArray(found) ? (found[0] ?? {}) : found;
  if (!isObject(thing)) return undefined;
  const around = (value: JsonObject): unknown => withValueAt(body, member, list === undefined ? value : [value]);
  return { thing, isShown: (value) => isValid({ ...context, operation }, base.result, around(value)) };
}

function readOnlyNames(schema: JsonSchema | undefined, contract: ResponderContext['contract']): ReadonlySet<string> {
  const flat = schema === undefined ? false : flattenSchema(schema, contract);
  const parts = flat === false ? [] : [...namedSchemasOf(flat, 'properties')];
  const isReadOnly = (part: JsonSchema): boolean => {
    const own = flattenSchema(part, contract);
    return own !== false && own.readOnly === true;
  };
  return new Set(parts.flatMap(([name, part]) => (isReadOnly(part) ? [name] : [])));
}

/** JSON, and XML that is made of a value: what is remembered can stand in it. */
function isValue({ contentType, body }: HandlerResult): boolean {
  const kind = contentType === undefined ? 'binary' : mediaKind(contentType);
  return kind === 'json' || (kind === 'text' && typeof body === 'object');
}

interface Page {
  readonly place: string;
  readonly list: readonly unknown[];
  readonly total: number;
}

/** The list where the answer has it, its counts beside it. */
function envelope(body: unknown, { place, list, total }: Page): unknown {
  if (place === '' || !isObject(body)) return list;
  const around = Object.entries(body).map(([name, part]) => [
    name,
    isObject(part) && pages.test(name) ? counted(part, total) : part,
  ]);
  return { ...counted(Object.fromEntries(around), total), [place]: list };
}

const pages = /^(?:meta|metadata|page|paging|pagination|pageinfo|page_info)$/i;

/** With the count of all things where it has one: `{ page: { total } }` too. */
function counted(part: JsonObject, total: number): JsonObject {
  const counts = ['total', 'totalCount', 'total_count', 'count'].filter((name) => typeof part[name] === 'number');
  return { ...part, ...Object.fromEntries(counts.map((name) => [name, total])) };
}

function isValid(
  { operation, schemas }: ResponderContext,
  { status, contentType }: HandlerResult,
  body: unknown,
): boolean {
  const response = chooseResponse(operation, status)?.response;
  const media = response?.content.find(({ mediaType }) => mediaType === contentType) ?? response?.content[0];
  if (response === undefined || media?.schema === undefined) return true;
  return schemas.compile(responseBodyPlace(operation, response, media)).isValid(body);
}

function withDeclared(
  { operation }: ResponderContext,
  { status, headers }: HandlerResult,
  own: Headers,
): HandlerResult['headers'] {
  const declared = chooseResponse(operation, status)?.response.headers ?? [];
  const sent = declared.flatMap(({ name }): [string, string | number][] => {
    const value = own[name.toLowerCase()];
    return value === undefined ? [] : [[name, value]];
  });
  return sent.length === 0 ? headers : { ...headers, ...Object.fromEntries(sent) };
}

function toAnswer({ result }: ExampleAnswer, body: unknown, headers: HandlerResult['headers']): ExampleAnswer {
  return {
    result: { ...result, body, ...(headers !== undefined && { headers }) },
    kind: 'stateful',
    ...noPreference,
  };
}
