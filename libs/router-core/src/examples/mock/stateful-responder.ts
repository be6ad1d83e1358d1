import type { JsonObject, JsonValue } from '@brrt/service-model';
import { parseMediaType } from '../../body/index.ts';
import type { HandlerRequest } from '../../ports/handler.ts';
import type { ExampleAnswer, ExampleRequest, ExampleResponder } from '../example-responder.ts';
import { isObject } from '../schema-keywords.ts';
import { type AnswerWriter, createAnswerWriter } from './answer-writer.ts';
import { applyJsonPatch } from './apply-json-patch.ts';
import type { Resource } from './describe-resource.ts';
import { createIdentifiers, type Identifiers } from './identifiers.ts';
import type { ResourceAction } from './infer-resources.ts';
import { nameIn } from './item-names.ts';
import { mergePatch } from './merge-patch.ts';
import type { Collection } from './resource-store.ts';
import { conflictProblem, missingProblem, type ResponderContext, unprocessableProblem } from './responder-context.ts';
import { seedItems } from './seed-items.ts';
import { selectItems } from './select-items.ts';

interface Workshop {
  readonly context: ResponderContext;
  readonly write: AnswerWriter;
  readonly identifiers: Identifiers;
}

/** Answers one operation from what is remembered; what it cannot do, and what a client prefers, comes from the contract. */
export function createStatefulResponder(context: ResponderContext): ExampleResponder {
  const shop: Workshop = { context, write: createAnswerWriter(context), identifiers: createIdentifiers(context) };
  return {
    respond(asked) {
      const { seed, ...preference } = asked.preference;
      const isFree = Object.keys(preference).length === 0;
      const preferred = isFree ? undefined : context.examples.respond(asked);
      // A seed alone asks for no other answer.
      const isMet = preferred?.applied !== undefined && !preferred.applied.startsWith('seed=');
      if (isMet || preference.dynamic !== undefined) return preferred;
      const answer = actions[context.action](shop, { ...asked, preference: seed === undefined ? {} : { seed } });
      if (answer === undefined) return preferred ?? context.examples.respond(asked);
      return preferred === undefined ? answer : { ...answer, ignored: preferred.ignored };
    },
  };
}

/** Undefined: the contract answers. */
type Action = (shop: Workshop, asked: ExampleRequest) => ExampleAnswer | undefined;

const actions: Readonly<Record<ResourceAction, Action>> = {
  list(shop, asked) {
    const { items, total } = selectItems(
      [...collectionOf(shop, asked).values()],
      shop.context.operation,
      asked.request.query,
    );
    return shop.write.list(asked, items, total);
  },
  create,
  read: (shop, asked) => withItem(shop, asked, (item) => shop.write.item(asked, item)),
  replace,
  patch,
  remove: (shop, asked) =>
    withItem(shop, asked, (item, id) => {
      shop.context.store.remove(collectionOf(shop, asked), id);
      return shop.write.item(asked, item);
    }),
};

/** What only the service writes stays as it is. */
function replace(shop: Workshop, asked: ExampleRequest): ExampleAnswer | undefined {
  const body = thingSent(shop, asked);
  if (body === undefined) return undefined;
  return withItem(shop, asked, (before, id) => {
    const item = { ...shop.write.own(asked, before), ...body, ...identity(shop, id, before) };
    const answer = shop.write.item(asked, item, { before });
    const shown = answer && shop.write.shown(answer);
    shop.context.store.add(collectionOf(shop, asked), id, { ...(isObject(shown) && shown), ...item });
    return answer;
  });
}

function patch(shop: Workshop, asked: ExampleRequest): ExampleAnswer | undefined {
  const apply = patchSent(shop, asked);
  if (apply === undefined) return undefined;
  return withItem(shop, asked, (before, id) => {
    const patched = apply(before);
    if (!isObject(patched)) return shop.write.refused(asked, conflictProblem());
    const item = { ...patched, ...identity(shop, id, before) };
    if (!shop.write.allows(asked, { before, after: item })) return shop.write.refused(asked, unprocessableProblem());
    shop.context.store.add(collectionOf(shop, asked), id, item);
    return shop.write.item(asked, item);
  });
}

/** Undefined: the request has no patch of a kind that is known. What it makes is undefined where it cannot be applied. */
function patchSent(shop: Workshop, asked: ExampleRequest): ((item: JsonObject) => JsonValue | undefined) | undefined {
  const { body, contentType = shop.context.operation.requestBody?.content[0]?.mediaType } = asked.request;
  if (Array.isArray(body)) {
    const isPatch = contentType !== undefined && parseMediaType(contentType)?.essence === 'application/json-patch+json';
    return isPatch ? (item) => applyJsonPatch(item, body) : undefined;
  }
  const members = thingSent(shop, asked);
  return members && ((item) => mergePatch(item, members));
}

function create(shop: Workshop, asked: ExampleRequest): ExampleAnswer | undefined {
  const { resource, store } = shop.context;
  const body = thingSent(shop, asked);
  if (body === undefined) return undefined;
  const collection = collectionOf(shop, asked);
  const id = shop.identifiers.next(collection, body);
  const named: JsonObject = resource.idProperty === undefined ? body : { ...body, [resource.idProperty]: id };
  const own = { ...shop.write.own(asked), ...named };
  const answer = shop.write.item(asked, own, { headers: { location: locationOf(shop, asked, id) } });
  if (answer === undefined) return undefined;
  // What the answer shows is what will be read: generated members are remembered too.
  const shown = shop.write.shown(answer);
  store.add(collection, String(id), { ...(isObject(shown) && shown), ...own });
  return answer;
}

/** What the path calls an item stays, whatever the body says: the item is found under it. */
function identity({ context }: Workshop, id: string, item: JsonObject): JsonObject {
  const own = nameIn(item, context.resource);
  return own === undefined || String(own.name) !== id ? {} : { [own.member]: own.name };
}

function withItem(
  shop: Workshop,
  asked: ExampleRequest,
  make: (item: JsonObject, id: string) => ExampleAnswer | undefined,
): ExampleAnswer | undefined {
  const id = idOf(shop, asked);
  if (id === undefined) return undefined;
  const item = collectionOf(shop, asked).get(id);
  if (item !== undefined) return make(item, id);
  const { resource, action } = shop.context;
  // The only one of its kind is there from the start, as the contract shows it.
  if (resource.idParameter === undefined) return action === 'read' ? undefined : make(shownAlone(shop, asked), id);
  return shop.write.refused(asked, missingProblem());
}

function shownAlone({ context, write }: Workshop, asked: ExampleRequest): JsonObject {
  const answer = context.action === 'patch' ? context.examples.respond(asked) : undefined;
  const shown = answer && write.shown(answer);
  return isObject(shown) ? shown : {};
}

function collectionOf({ context }: Workshop, { request }: ExampleRequest): Collection {
  requireParent(context, request);
  return context.store.collection(keyOf(context.resource, request), () => seedItems(context, request));
}

/** Nothing is below what does not exist. */
function requireParent({ resource, operations, store }: ResponderContext, request: HandlerRequest): void {
  const last = resource.parents.at(-1);
  if (last === undefined) return;
  const parent = [...operations.values()].find(
    (other) => other.resource.idParameter === last && resource.path.startsWith(`${other.resource.path}/{${last}}/`),
  )?.resource;
  const known = parent && store.existing(keyOf(parent, request));
  if (known !== undefined && !known.has(String(request.path[last]))) throw missingProblem();
}

/** By the path, else by what the body says. */
function idOf(shop: Workshop, asked: ExampleRequest): string | undefined {
  const { idParameter, idProperty } = shop.context.resource;
  if (idParameter === undefined) return '';
  const sent = idProperty === undefined ? undefined : thingSent(shop, asked)?.[idProperty];
  const id = asked.request.path[idParameter] ?? sent;
  return id === undefined ? undefined : String(id);
}

function locationOf({ context }: Workshop, { request }: ExampleRequest, id: unknown): string {
  const path = context.resource.path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(request.path[name])),
  );
  const extension = /\.\w+$/.exec(context.operation.path)?.[0] ?? '';
  return `${context.operation.basePaths[0] ?? ''}${path}/${encodeURIComponent(String(id))}${extension}`;
}

/** Collections below different parents are different ones. */
function keyOf({ path, parents }: Resource, { path: values }: HandlerRequest): string {
  return [path, ...parents.map((name) => String(values[name]))].join(' ');
}

/** What a request says of a thing. Files and streams of a form are no JSON. */
function thingSent({ context }: Workshop, { request: { body } }: ExampleRequest): JsonObject | undefined {
  if (!isObject(body)) return undefined;
  const values: readonly unknown[] = Object.values(body);
  if (values.some((value) => typeof value === 'object' && value !== null && 'bytes' in value)) return undefined;
  const { envelope } = context.resource;
  const inner = envelope === undefined ? undefined : body[envelope];
  return isObject(inner) ? inner : body;
}
