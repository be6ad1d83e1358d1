import type { JsonObject, MediaType } from '@brrt/service-model';
import type { HandlerRequest } from '../../ports/handler.ts';
import { responseBodyPlace } from '../../schema/schema-places.ts';
import { placeOfList, placeOfThing } from './describe-resource.ts';
import type { ResourceOperation } from './infer-resources.ts';
import { nameIn } from './item-names.ts';
import type { ResponderContext } from './responder-context.ts';
import { shownItems, successOf } from './shown-items.ts';

/** The items of a collection that the contract shows: those of its lists, then those of its single answers. */
export function seedItems(context: ResponderContext, request: HandlerRequest): ReadonlyMap<string, JsonObject> {
  const items = new Map<string, JsonObject>();
  const { resource, operations, contract, schemas } = context;
  const ofThese = [...operations].filter(([, other]) => other.resource.path === resource.path);
  for (const action of ['list', 'read'] as const) {
    for (const [operation, other] of ofThese) {
      const response = other.action === action ? successOf(operation) : undefined;
      if (response === undefined) continue;
      const place =
        action === 'list' ? placeOfList(operation, contract) : placeOfThing(operation, resource.names, contract);
      const isValid = (media: MediaType, value: unknown): boolean =>
        schemas.compile(responseBodyPlace(operation, response, media)).isValid(value);
      for (const item of shownItems(response, place, { contract, isValid })) {
        const id = nameIn(item, resource)?.name ?? addressOf(other, request);
        if (id !== undefined && !items.has(String(id))) items.set(String(id), item);
      }
    }
  }
  return items;
}

/** An item that is shown alone and does not say what it is called belongs to the address it is asked for. */
function addressOf({ action, resource }: ResourceOperation, request: HandlerRequest): string | undefined {
  const { idParameter } = resource;
  if (idParameter === undefined) return '';
  const asked = request.path[idParameter];
  return action === 'list' || asked === undefined ? undefined : String(asked);
}
