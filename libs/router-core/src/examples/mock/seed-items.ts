import type { JsonObject, Operation } from '@brrt/service-model';
import { mediaKind } from '../../body/index.ts';
import type { HandlerRequest } from '../../ports/handler.ts';
import { responseBodyPlace } from '../../schema/schema-places.ts';
import { chooseResponse } from '../choose-response.ts';
import { listCandidates } from '../example-candidates.ts';
import { isObject } from '../schema-keywords.ts';
import { listIn } from './infer-resources.ts';
import type { ResponderContext } from './responder-context.ts';

/** The items of a collection that the contract shows: those of its lists, then those of its single answers. */
export function seedItems(context: ResponderContext, request: HandlerRequest): ReadonlyMap<string, JsonObject> {
  const items = new Map<string, JsonObject>();
  const { resource, operations } = context;
  for (const action of ['list', 'read'] as const) {
    for (const [operation, other] of operations) {
      if (other.action !== action || other.resource.path !== resource.path) continue;
      for (const item of shownItems(operation, action, context)) {
        const id = identify(item, context, request);
        if (id !== undefined && !items.has(id)) items.set(id, item);
      }
    }
  }
  return items;
}

function shownItems(
  operation: Operation,
  action: 'list' | 'read',
  { contract, schemas }: ResponderContext,
): readonly JsonObject[] {
  const response = chooseResponse(operation, undefined)?.response;
  if (response === undefined) return [];
  const place = action === 'list' ? listIn(operation, contract) : undefined;
  return response.content.flatMap((media) => {
    if (mediaKind(media.mediaType) !== 'json') return [];
    const { isValid } = schemas.compile(responseBodyPlace(operation, response, media));
    return listCandidates(media, 'json', contract).flatMap(({ value }) => {
      if (!isValid(value)) return [];
      const list = place === '' ? value : place !== undefined && isObject(value) ? value[place] : [value];
      return Array.isArray(list) ? list.filter(isObject) : [];
    });
  });
}

/** An item that does not say what it is called belongs to the address it is asked for. */
function identify(item: JsonObject, { resource }: ResponderContext, request: HandlerRequest): string | undefined {
  const { idProperty, idParameter } = resource;
  const own = idProperty === undefined ? undefined : item[idProperty];
  if (typeof own === 'string' || typeof own === 'number') return String(own);
  const asked = idParameter === undefined ? undefined : request.path[idParameter];
  if (idParameter === undefined) return '';
  return asked === undefined ? undefined : String(asked);
}
