import { bodyKind } from '@brrt/router-core/body';
import { requestBodyPlace, requestItemPlace } from '@brrt/router-core/schema';
import type { MediaType, Operation, ServiceModel } from '@brrt/service-model';
import { asText } from './as-text.ts';
import { compareDefaults } from './compare-defaults.ts';
import { compareEncoding } from './compare-encoding.ts';
import { atPointers, moveOf } from './compare-places.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { moveContent, type PlacedMedia } from './move-content.ts';
import { refusedBody } from './refused-body.ts';
import type { MediaPair } from './request-reading.ts';
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
    const witness = [undefined, ...samples]
      .map((value) => bodyWitness(pair.old, { media: { ...media, mediaType }, value }, context))
      .find((found) => found !== undefined);
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
  const both = { old: media, fresh: after };
  return [
    ...compareContent(pair, both, context),
    ...compareEncoding(pair, both, context),
    ...compareDefaults(pair, both, context),
  ];
}

function compareContent(pair: OperationPair, media: MediaPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = media;
  const part = `body ${old.mediaType}`;
  const found = { direction: 'request', part, old: old.source, new: fresh.source, content: [old, fresh] } as const;
  const placed = (operation: Operation, own: MediaType, contract: ServiceModel): PlacedMedia => {
    const [body, item] = [requestBodyPlace(operation, own), requestItemPlace(operation, own)];
    return { media: own, contract, body, item };
  };
  const { movement, sender, receiver } = moveContent(
    placed(pair.old, old, context.old.model),
    placed(pair.fresh, fresh, context.fresh.model),
    context,
  );
  switch (movement.kind) {
    case 'wider':
      return [{ ...found, id: 'body-widened', level: 'compatible', text: `${part} takes more` }];
    case 'unknown':
      return [{ ...found, id: 'body-narrowed', level: 'unknown', text: `${part} may take less: ${movement.reason}` }];
    case 'broken': {
      const refused = refusedBody({ pair, media, sender, receiver, found: movement }, context);
      if ('reason' in refused) {
        if (
          isPlainText(media, context) &&
          ['same', 'wider'].includes(moveOf(asText(sender), asText(receiver), context).kind)
        )
          return [{ ...found, id: 'body-widened', level: 'compatible', text: `${part} takes every text that it took` }];
        const text = `${part} may take less: ${refused.reason}`;
        return [{ ...found, id: 'body-narrowed', level: 'unknown', text }];
      }
      const { value, pointers } = refused;
      const witness = bodyWitness(pair.old, { media: old, value }, context);
      const text = `${part} takes less${atPointers(pointers)}`;
      const shown = { value, pointers, between: { sender, receiver } };
      return [{ ...found, id: 'body-narrowed', level: 'breaking', text, shown, ...(witness && { witness }) }];
    }
    default:
      return [];
  }
}

/** Of a form, fields that no encoding says anything of: one could make JSON of them. */
function isPlainText({ old, fresh }: MediaPair, context: DiffContext): boolean {
  const isPlain = (media: MediaType, contract: ServiceModel): boolean =>
    ['form', 'multipart', 'text'].includes(bodyKind(media, contract)) && Object.keys(media.encoding).length === 0;
  return isPlain(old, context.old.model) && isPlain(fresh, context.fresh.model);
}

/** Of media types whose contract says nothing of their values. */
const samples: readonly unknown[] = [['text'], { text: 'text' }];

/** What the old contract takes: of a range, something that nobody declares. */
function untaken({ mediaType }: MediaType, taken: readonly MediaType[]): string {
  const types = mediaType.startsWith('*/') ? ['application', 'text', 'image'] : [''];
  const names = types.map((type) => mediaType.replace('*/', `${type}/`).replace('*', 'x-other'));
  return names.find((name) => counterpart({ mediaType: name }, taken) === undefined) ?? mediaType;
}
