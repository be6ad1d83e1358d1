import type { JsonObject, JsonValue, Operation } from '@brrt/service-model';
import { parseMediaType } from '../../body/index.ts';
import type { HandlerRequest } from '../../ports/handler.ts';
import type { ExampleAnswer, ExampleRequest, ExampleResponder } from '../example-responder.ts';
import { isObject } from '../schema-keywords.ts';
import { type AnswerWriter, createAnswerWriter } from './answer-writer.ts';
import { applyJsonPatch } from './apply-json-patch.ts';
import { collectionKey, isKeyBelow, isPathBelow, parentsIn } from './collection-key.ts';
import { createIdentifiers, type Identifiers } from './identifiers.ts';
import type { ResourceAction } from './infer-resources.ts';
import { isName, memberNames, nameIn } from './item-names.ts';
import { mergePatch } from './merge-patch.ts';
import type { Collection } from './resource-store.ts';
import {
  conflictProblem,
  missingProblem,
  type ResponderContext,
  takenProblem,
  unprocessableProblem,
} from './responder-context.ts';
import { seedItems } from './seed-items.ts';
import { selectItems } from './select-items.ts';
import { listedSchema } from './shown-items.ts';

interface Workshop {
  readonly context: ResponderContext;
  readonly write: AnswerWriter;
  readonly identifiers: Identifiers;
  /** What the things of a list may say. */
  readonly members: ReadonlySet<string>;
}

/** Answers one operation from what is remembered; what it cannot do, and what a client prefers, comes from the contract. */
export function createStatefulResponder(context: ResponderContext): ExampleResponder {
  const shop: Workshop = {
    context,
    write: createAnswerWriter(context),
    identifiers: createIdentifiers(context),
    members: new Set(memberNames(listedSchema(context.operation, context.contract), context.contract)),
  };
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
    const { items, total } = selectItems([...collectionOf(shop, asked).values()], {
      operation: shop.context.operation,
      members: shop.members,
      query: asked.request.query,
    });
    return shop.write.list(asked, items, total);
  },
  create,
  read: (shop, asked) => withItem(shop, asked, (item) => shop.write.item(asked, item)),
  replace,
  patch,
  remove: (shop, asked) =>
    withItem(shop, asked, (item, id) => {
      const { resource, store } = shop.context;
      const parents = parentsIn(resource, asked.request.path);
      store.remove(collectionOf(shop, asked), id);
      store.drop((key) => isKeyBelow(key, { path: resource.path, item: [...parents, id] }));
      return shop.write.item(asked, item);
    }),
};

/** What only the service writes stays as it is. What is not there yet is made where the contract has an answer for that. */
function replace(shop: Workshop, asked: ExampleRequest): ExampleAnswer | undefined {
  const body = thingSent(shop, asked);
  const name = nameAsked(shop, asked);
  if (body === undefined || name === undefined) return undefined;
  const collection = collectionOf(shop, asked);
  const { operation, resource } = shop.context;
  if (resource.idParameter !== undefined && !collection.has(String(name)) && declares(operation, 201))
    return add(shop, withCode(asked, 201), { collection, name, body });
  const code = [200, 204].find((status) => declares(operation, status));
  const answered = code === undefined ? asked : withCode(asked, code);
  return withItem(shop, asked, (before, id) => {
    const item = { ...shop.write.own(answered, before), ...body, ...identity(shop, id, before) };
    const answer = shop.write.item(answered, item, { before });
    const shown = answer && shop.write.shown(answer);
    shop.context.store.add(collection, id, { ...(isObject(shown) && shown), ...item });
    return answer;
  });
}

function patch(shop: Workshop, asked: ExampleRequest): ExampleAnswer | undefined {
  const makes = patchSent(shop, asked);
  if (makes === undefined) return undefined;
  return withItem(shop, asked, (before, id) => {
    const patched = makes.map((make) => make(before)).filter(isObject);
    if (patched.length === 0) return shop.write.refused(asked, conflictProblem());
    const item = patched
      .map((made) => ({ ...made, ...identity(shop, id, before) }))
      .find((after) => shop.write.allows(asked, { before, after }));
    if (item === undefined) return shop.write.refused(asked, unprocessableProblem());
    shop.context.store.add(collectionOf(shop, asked), id, item);
    return shop.write.item(asked, item);
  });
}

/** What a thing may become by it, the likeliest first; none where it cannot be applied. */
type PatchReading = (item: JsonObject) => JsonValue | undefined;

/** How the patch may be meant. Undefined: the request has none of a kind that is known. */
function patchSent(shop: Workshop, asked: ExampleRequest): readonly PatchReading[] | undefined {
  const { body, contentType = shop.context.operation.requestBody?.content[0]?.mediaType } = asked.request;
  const essence = contentType === undefined ? undefined : parseMediaType(contentType)?.essence;
  if (Array.isArray(body))
    return essence === 'application/json-patch+json' ? [(item) => applyJsonPatch(item, body)] : undefined;
  const members = thingSent(shop, asked);
  if (members === undefined) return undefined;
  const merge: PatchReading = (item) => mergePatch(item, members);
  // Only a merge patch says that `null` takes a member out: elsewhere it is a value where the schema knows it.
  return essence === 'application/merge-patch+json' ? [merge] : [(item) => mergePatch(item, members, 'keep'), merge];
}

function create(shop: Workshop, asked: ExampleRequest): ExampleAnswer | undefined {
  const { resource, operation } = shop.context;
  const body = thingSent(shop, asked);
  if (body === undefined) return undefined;
  const collection = collectionOf(shop, asked);
  const sent = resource.idProperty === undefined ? undefined : body[resource.idProperty];
  const isTaken = isName(sent) && collection.has(String(sent));
  if (isTaken && declares(operation, 409)) return shop.write.refused(asked, takenProblem());
  return add(shop, asked, { collection, name: shop.identifiers.next(collection, body), body });
}

interface NewThing {
  readonly collection: Collection;
  readonly name: string | number;
  readonly body: JsonObject;
}

function add(shop: Workshop, asked: ExampleRequest, { collection, name, body }: NewThing): ExampleAnswer | undefined {
  const { resource, store } = shop.context;
  const named: JsonObject = resource.idProperty === undefined ? body : { ...body, [resource.idProperty]: name };
  const own = { ...shop.write.own(asked), ...named };
  const answer = shop.write.item(asked, own, { headers: { location: locationOf(shop, asked, name) } });
  if (answer === undefined) return undefined;
  // What the answer shows is what will be read: generated members are remembered too.
  const shown = shop.write.shown(answer);
  store.add(collection, String(name), { ...(isObject(shown) && shown), ...own });
  return answer;
}

function declares({ responses }: Operation, code: number): boolean {
  return responses.some(({ status }) => status === String(code));
}

function withCode(asked: ExampleRequest, code: number): ExampleRequest {
  return { ...asked, preference: { ...asked.preference, code } };
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
  return context.action === 'patch' ? write.example(asked) : {};
}

function collectionOf({ context }: Workshop, { request }: ExampleRequest): Collection {
  requireParents(context, request);
  const { resource, store } = context;
  const key = collectionKey(resource.path, parentsIn(resource, request.path));
  return store.collection(key, () => seedItems(context, request));
}

/** Nothing is below what does not exist. */
function requireParents({ resource, operations, store }: ResponderContext, request: HandlerRequest): void {
  const values = parentsIn(resource, request.path);
  for (const { resource: above } of operations.values()) {
    if (above.idParameter === undefined || !isPathBelow(resource.path, above.path)) continue;
    const depth = above.parents.length;
    const known = store.existing(collectionKey(above.path, values.slice(0, depth)));
    if (known !== undefined && !known.has(String(values[depth]))) throw missingProblem();
  }
}

function idOf(shop: Workshop, asked: ExampleRequest): string | undefined {
  const name = nameAsked(shop, asked);
  return name === undefined ? undefined : String(name);
}

/** What the request calls the item: by the path, else by what the body says. What there is only one of is called nothing. */
function nameAsked(shop: Workshop, asked: ExampleRequest): string | number | undefined {
  const { idParameter, idProperty } = shop.context.resource;
  if (idParameter === undefined) return '';
  const sent = idProperty === undefined ? undefined : thingSent(shop, asked)?.[idProperty];
  const id = asked.request.path[idParameter];
  // A path of which the contract says nothing is text, also where the thing has a number.
  if (isName(sent) && (id === undefined || String(id) === String(sent))) return sent;
  return isName(id) ? id : undefined;
}

function locationOf({ context }: Workshop, { request }: ExampleRequest, id: unknown): string {
  const fill = (template: string): string =>
    template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => encodeURIComponent(String(request.path[name])));
  const extension = /\.\w+$/.exec(context.operation.path)?.[0] ?? '';
  return `${context.operation.basePaths[0] ?? ''}${fill(context.resource.path)}/${encodeURIComponent(String(id))}${extension}`;
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
