import { isMediaRange } from '@brrt/router-core/body';
import type { MediaType } from '@brrt/service-model';
import type { ResponsePair } from './compare-headers.ts';
import type { DiffContext, FoundChange } from './diff-context.ts';
import { counterpart } from './sent-media.ts';
import { requestWitness, sampleResponse } from './witness.ts';

/** Media types that a response no longer has. */
export function compareMissedMedia(responses: ResponsePair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = responses;
  // An answer without content, and an error, that an old range or `default` knew, need not have all that those had.
  const isMissed = old.status === fresh.status || (fresh.content.length > 0 && !isError(fresh.status));
  const missed = old.content.filter((media) => isMissed && counterpart(media, fresh.content) === undefined);
  return missed.map((media) => missedMedia(responses, media, context));
}

export function isError(status: string): boolean {
  return /^[45]/.test(status);
}

function missedMedia({ fresh, pair }: ResponsePair, media: MediaType, context: DiffContext): FoundChange {
  const { mediaType } = media;
  const what = `response ${fresh.status}`;
  const part = `${what} ${mediaType}`;
  const at = { direction: 'response', part, old: media.source, new: fresh.source, content: [media] } as const;
  const common = { ...at, id: 'response-media-type-removed' } as const;
  const within = fresh.content.filter((each) => isMediaRange(mediaType) && counterpart(each, [media]) !== undefined);
  if (within.length > 0) {
    const names = within.map((each) => each.mediaType).join(', ');
    return { ...common, level: 'compatible', text: `${what} is ${names} alone, of all that is ${mediaType}` };
  }
  if (fresh.content.length === 0 || isError(fresh.status)) {
    const now =
      fresh.content.length === 0 ? 'has no content any more' : `is no longer ${mediaType}, whatever is accepted`;
    const witness = sampleResponse({ operation: pair.fresh, response: fresh }, context);
    return { ...common, level: 'breaking', text: `${what} ${now}`, witness };
  }
  const text = `${what} is no longer ${mediaType}: who accepts nothing else gets 406`;
  const made = requestWitness(pair.old, context);
  const command = made?.text.replace(/curl -s/, () => `curl -s -H 'Accept: ${mediaType.replaceAll("'", '')}'`);
  return { ...common, level: 'breaking', text, ...(command && { witness: { kind: 'request', text: command } }) };
}
