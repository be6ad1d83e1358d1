import { requestBodyPlace, requestItemPlace } from '@brrt/router-core/schema';
import type { MediaType } from '@brrt/service-model';
import { changedPlaces, collectKeyword, collectPlaces } from './collect-keyword.ts';
import { compareEncoding } from './compare-encoding.ts';
import { atPointers, moveOf } from './compare-places.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { type MediaPair, refusedBody } from './refused-body.ts';
import { counterpart, type SentMedia, sentMedia } from './sent-media.ts';
import { bodyWitness, requestWitness } from './witness.ts';

/** What the body of a request may be: all that the old contract takes, the new one has to take. */
export function compareBodies(pair: OperationPair, context: DiffContext): readonly FoundChange[] {
  const [old, fresh] = [pair.old.requestBody, pair.fresh.requestBody];
  if (old === undefined && fresh === undefined) return [];
  const common = { direction: 'request', part: 'body' } as const;
  if (fresh === undefined) {
    const text = 'a body is not asked for any more; whether one is refused depends on the service';
    return [{ ...common, id: 'body-removed', level: 'unknown', text, ...(old && { old: old.source }), content: [old] }];
  }
  const required = fresh.required && old?.required !== true ? [becameRequired(pair, context)] : [];
  if (old === undefined) {
    const change = {
      ...common,
      id: 'body-added',
      level: 'compatible',
      text: 'a body may be sent',
      new: fresh.source,
    } as const;
    return fresh.required ? required : [change];
  }
  const optional: FoundChange = {
    ...common,
    id: 'body-optional',
    level: 'compatible',
    text: 'the body may be left out',
    old: old.source,
    new: fresh.source,
    content: [old, fresh],
  };
  return [
    ...required,
    ...(old.required && !fresh.required ? [optional] : []),
    ...sentMedia(old.content, fresh.content).flatMap((media) => compareMedia(pair, media, context)),
    ...fresh.content
      .filter((media) => counterpart(media, old.content) === undefined)
      .map(
        (media): FoundChange => ({
          ...common,
          part: `body ${media.mediaType}`,
          id: 'body-media-type-added',
          level: 'compatible',
          text: `a body may be ${media.mediaType}`,
          new: media.source,
          content: [undefined, media],
        }),
      ),
  ];
}

function becameRequired({ old, fresh }: OperationPair, context: DiffContext): FoundChange {
  const { requestBody: _, ...bare } = old;
  const witness = requestWitness(bare, context);
  return {
    id: 'body-required',
    level: 'breaking',
    direction: 'request',
    part: 'body',
    text: 'a body has to be sent',
    old: old.requestBody?.source ?? old.source,
    new: fresh.requestBody?.source ?? fresh.source,
    content: [old.requestBody, fresh.requestBody],
    ...(witness && { witness }),
  };
}

function compareMedia(
  pair: OperationPair,
  { sent: media, taken: after }: SentMedia,
  context: DiffContext,
): readonly FoundChange[] {
  const part = `body ${media.mediaType}`;
  const common = { direction: 'request', part, old: media.source } as const;
  if (after === undefined) {
    const mediaType = untaken(media, pair.fresh.requestBody?.content ?? []);
    const witness = bodyWitness(pair.old, { media: { ...media, mediaType } }, context);
    const text = `a body may no longer be ${media.mediaType}`;
    return [
      {
        ...common,
        id: 'body-media-type-removed',
        level: 'breaking',
        text,
        content: [media],
        ...(witness && { witness }),
      },
    ];
  }
  const places = [requestBodyPlace, ...((media.itemSchema ?? after.itemSchema) ? [requestItemPlace] : [])];
  const both = { old: media, fresh: after };
  const moves = places.flatMap((placeOf): readonly FoundChange[] => {
    const sender = { contract: context.old.model, place: placeOf(pair.old, media) };
    const receiver = { contract: context.fresh.model, place: placeOf(pair.fresh, after) };
    const movement = moveOf(sender, receiver, context);
    const found = { ...common, new: after.source, content: [media, after] };
    switch (movement.kind) {
      case 'wider':
        return [{ ...found, id: 'body-widened', level: 'compatible', text: `${part} takes more` }];
      case 'unknown':
        return [{ ...found, id: 'body-narrowed', level: 'unknown', text: `${part} may take less: ${movement.reason}` }];
      case 'broken': {
        const refused = refusedBody({ pair, media: both, sender, receiver, found: movement }, context);
        if ('reason' in refused) {
          const text = `${part} may take less: ${refused.reason}`;
          return [{ ...found, id: 'body-narrowed', level: 'unknown', text }];
        }
        const { value, pointers } = refused;
        const witness = bodyWitness(pair.old, { media, value }, context);
        const text = `${part} takes less${atPointers(pointers)}`;
        const shown = { value, pointers, between: { sender, receiver } };
        return [{ ...found, id: 'body-narrowed', level: 'breaking', text, shown, ...(witness && { witness }) }];
      }
      default:
        return [];
    }
  });
  return [...moves, ...compareEncoding(pair, both, context), ...compareDefaults(both, context)];
}

/** What the old contract takes: of a range, something that nobody declares. */
function untaken({ mediaType }: MediaType, taken: readonly MediaType[]): string {
  const types = mediaType.startsWith('*/') ? ['application', 'text', 'image'] : [''];
  const names = types.map((type) => mediaType.replace('*/', `${type}/`).replace('*', 'x-other'));
  return names.find((name) => counterpart({ mediaType: name }, taken) === undefined) ?? mediaType;
}

/** What a handler takes for what a body leaves out. */
function compareDefaults({ old, fresh }: MediaPair, context: DiffContext): readonly FoundChange[] {
  const [before, after] = [
    collectKeyword(old.schema, 'default', context.old.model),
    collectKeyword(fresh.schema, 'default', context.fresh.model),
  ];
  // What is new has no old meaning.
  const known = collectPlaces(old.schema, context.old.model);
  const places = changedPlaces(before, after).filter((place) => known.has(place));
  if (places.length === 0) return [];
  const part = `body ${old.mediaType}`;
  const text = `${part}: what is left out at ${places.slice(0, mostPlaces).join(', ')} means another value`;
  const at = { old: old.source, new: fresh.source, content: [old, fresh] };
  return [{ ...at, id: 'body-default', level: 'unknown', direction: 'request', part, text }];
}

const mostPlaces = 5;
