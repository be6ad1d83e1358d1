import { mediaKind, sequencePlan } from '@brrt/router-core/body';
import type { JsonSchema, MediaType, ServiceModel } from '@brrt/service-model';
import { changedPlaces, collectKeyword, collectPlaces } from './collect-keyword.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import type { MediaPair } from './request-reading.ts';

const mostPlaces = 5;

/** What a handler takes for what a body leaves out, the body itself included. */
export function compareDefaults(pair: OperationPair, media: MediaPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = media;
  const schemas = { old: described(old, context.old.model), fresh: described(fresh, context.fresh.model) };
  const isAlwaysSent = pair.old.requestBody?.required === true;
  const places = changedDefaults(schemas, context).filter((place) => place !== '' || !isAlwaysSent);
  if (places.length === 0) return [];
  const part = `body ${old.mediaType}`;
  const within = placesWithin(places);
  const left = [...(places.includes('') ? ['a body that is left out'] : []), ...(within === '' ? [] : [within])];
  const text = `${part}: ${left.join(', and ')} means another value`;
  const at = { old: old.source, new: fresh.source, content: [old, fresh] };
  return [{ ...at, id: 'body-default', level: 'unknown', direction: 'request', part, text }];
}

/** `what is left out at /name` and the like; empty where there is no such place. */
export function placesWithin(places: readonly string[]): string {
  const within = places.filter((place) => place !== '').slice(0, mostPlaces);
  return within.length === 0 ? '' : `what is left out at ${within.join(', ')}`;
}

/** Places at which another default stands in; what is new has no old meaning. */
export function changedDefaults(
  { old, fresh }: { readonly old: JsonSchema | undefined; readonly fresh: JsonSchema | undefined },
  context: DiffContext,
): readonly string[] {
  const [before, after] = [
    collectKeyword(old, 'default', context.old.model),
    collectKeyword(fresh, 'default', context.fresh.model),
  ];
  const known = collectPlaces(old, context.old.model);
  return changedPlaces(before, after).filter((place) => known.has(place));
}

/** The items of a sequence as those of the array of all. */
function described(media: MediaType, contract: ServiceModel): JsonSchema | undefined {
  const { schema, itemSchema } = media;
  if (itemSchema !== undefined) return { allOf: [{ items: itemSchema }, schema ?? true] };
  const isLine = mediaKind(media.mediaType) === 'sequence' && sequencePlan(media, contract).item === 'schema';
  return isLine && schema !== undefined ? { items: schema } : schema;
}
