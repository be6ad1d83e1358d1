import type { SchemaPlace } from '@brrt/router-core/ports';
import type { Callback, JsonSchema, MediaType, ServiceModel } from '@brrt/service-model';
import { type CallbackPair, compareCallbackParts } from './compare-callback-parts.ts';
import { takesParts } from './compare-parts.ts';
import { atPointers, moveOf } from './compare-places.ts';
import { expecting } from './compare-responses.ts';
import type { DiffContext, FoundChange } from './diff-context.ts';
import { isWrittenAlike } from './is-written-alike.ts';
import { moveContent, type PlacedMedia } from './move-content.ts';
import { type SentMedia, sentMedia } from './sent-media.ts';

/** Requests that the service sends: what the new contract sends, receivers of the old one have to take. */
export function compareCallbacks(
  old: readonly Callback[],
  fresh: readonly Callback[],
  context: DiffContext,
): readonly FoundChange[] {
  const known = new Map(fresh.map((callback) => [callback, counterpart(callback, { own: fresh, others: old })]));
  const left = new Set(known.values());
  return [
    ...[...known].flatMap(([callback, before]): readonly FoundChange[] => {
      const part = partOf(callback);
      if (before !== undefined) return compareCallback({ old: before, fresh: callback, part }, context);
      const text = `${part} may be sent`;
      const added = {
        direction: 'response',
        part,
        text,
        new: callback.source,
        content: [undefined, callback],
      } as const;
      return [{ ...added, id: 'webhook-added', level: 'compatible' }];
    }),
    ...old
      .filter((callback) => !left.has(callback))
      .map((callback): FoundChange => {
        const part = partOf(callback);
        const text = `${part} is not sent any more: who waits for it waits for ever`;
        const gone = { direction: 'response', part, text, old: callback.source, content: [callback] } as const;
        return { ...gone, id: 'webhook-removed', level: 'unknown' };
      }),
  ];
}

function partOf({ name, expression }: Callback): string {
  return `${expression === '' ? 'webhook' : 'callback'} ${name}`;
}

interface Lists {
  readonly own: readonly Callback[];
  readonly others: readonly Callback[];
}

/** The name of a webhook is all that there is; that of a callback is no matter of the wire. */
function counterpart(callback: Callback, { own, others }: Lists): Callback | undefined {
  const { name, expression, method } = callback;
  const isAlike = (each: Callback): boolean => each.expression === expression && each.method === method;
  const alike = others.filter(isAlike);
  const named = alike.find((each) => each.name === name);
  if (named !== undefined || expression === '') return named;
  const taken = new Set(own.filter(isAlike).map((each) => each.name));
  return alike.find((each) => !taken.has(each.name));
}

function compareCallback(pair: CallbackPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = pair;
  const received = sentMedia(fresh.requestBody?.content ?? [], old.requestBody?.content ?? []).flatMap((media) =>
    compareSent(pair, media, context),
  );
  const answered = old.responses.flatMap((response) => {
    const now = expecting(response.status, fresh.responses);
    // Without content an answer may hold anything: nobody reads it.
    if (now === undefined || now.content.length === 0) return [];
    const part = `${pair.part} answer ${response.status}`;
    return sentMedia(response.content, now.content).flatMap((media) => compareAnswer(part, media, context));
  });
  return [...compareCallbackParts(pair, context), ...received, ...answered];
}

function compareAnswer(
  name: string,
  { sent: media, taken: now }: SentMedia,
  context: DiffContext,
): readonly FoundChange[] {
  const part = `${name} ${media.mediaType}`;
  if (now === undefined) {
    const text = `${part} is not expected any more`;
    const at = { part, old: media.source, content: [media] };
    return [{ ...at, id: 'body-media-type-removed', level: 'unknown', direction: 'request', text }];
  }
  const sender = { contract: context.old.model, place: placeOf(media, part, 'request') };
  const receiver = { contract: context.fresh.model, place: placeOf(now, part, 'request') };
  const movement = moveOf(sender, receiver, context);
  return found({ part, old: media, fresh: now, movement, narrow: 'body-narrowed' });
}

function compareSent(
  { part: name }: CallbackPair,
  { sent: media, taken: known }: SentMedia,
  context: DiffContext,
): readonly FoundChange[] {
  const part = `${name} body ${media.mediaType}`;
  if (known === undefined) {
    return [
      {
        id: 'response-media-type-added',
        level: 'unknown',
        direction: 'response',
        part,
        text: `${part} may be sent, which the old contract does not know`,
        new: media.source,
        content: [undefined, media],
      },
    ];
  }
  const placed = (own: MediaType, contract: ServiceModel): PlacedMedia => ({
    ...{ media: own, contract },
    ...{
      body: placeOf(own, `${part} schema`, 'response'),
      item: placeOf({ schema: own.itemSchema }, part, 'response'),
    },
  });
  const { movement } = moveContent(placed(media, context.fresh.model), placed(known, context.old.model), context);
  const moves = found({ part, old: known, fresh: media, movement, narrow: 'response-widened' });
  const isSameWriting =
    takesParts({ old: known, fresh: media }, context) &&
    isWrittenAlike({ media, contract: context.fresh.model }, { media: known, contract: context.old.model });
  const encoding: FoundChange = {
    id: 'response-encoding',
    level: 'unknown',
    direction: 'response',
    part,
    text: `${part} is written in another way`,
    old: known.source,
    new: media.source,
    content: [known, media],
  };
  return [...moves, ...(isSameWriting ? [] : [encoding])];
}

interface Finding {
  readonly part: string;
  readonly old: MediaType;
  readonly fresh: MediaType;
  readonly movement: ReturnType<typeof moveOf>;
  readonly narrow: 'body-narrowed' | 'response-widened';
}

function found({ part, old, fresh, movement, narrow }: Finding): readonly FoundChange[] {
  if (movement.kind === 'wider') {
    const text = `${part} holds less than it could, or more is taken`;
    const id = narrow === 'body-narrowed' ? 'body-widened' : 'response-narrowed';
    const direction = narrow === 'body-narrowed' ? 'request' : 'response';
    const at = { part, old: old.source, new: fresh.source, content: [old, fresh] };
    return [{ ...at, id, level: 'compatible', direction, text }];
  }
  if (movement.kind !== 'broken' && movement.kind !== 'unknown') return [];
  const isBroken = movement.kind === 'broken';
  const text = isBroken
    ? `${part} may hold what its receiver refuses${atPointers(movement.pointers)}`
    : `${part} may not fit: ${movement.reason}`;
  const sent = narrow === 'body-narrowed' ? old : fresh;
  const message = isBroken ? `Content-Type: ${sent.mediaType}\n\n${JSON.stringify(movement.witness)}` : '';
  return [
    {
      id: narrow,
      level: isBroken ? 'breaking' : 'unknown',
      direction: narrow === 'body-narrowed' ? 'request' : 'response',
      part,
      text,
      old: old.source,
      new: fresh.source,
      content: [old, fresh],
      ...(isBroken && { witness: { kind: 'response', text: message } as const }),
    },
  ];
}

function placeOf(
  { schema }: { readonly schema?: JsonSchema | undefined },
  key: string,
  direction: SchemaPlace['direction'],
): SchemaPlace {
  return { key, schema: schema ?? true, direction };
}
