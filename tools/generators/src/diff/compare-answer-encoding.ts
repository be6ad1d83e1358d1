import { bodyKind } from '@brrt/router-core/body';
import { generateValue } from '@brrt/router-core/examples';
import { responseBodyPlace } from '@brrt/router-core/schema';
import type { ResponsePair } from './compare-headers.ts';
import { takesParts } from './compare-parts.ts';
import type { DiffContext, FoundChange } from './diff-context.ts';
import { isSameText } from './is-same-text.ts';
import { isWrittenAlike } from './is-written-alike.ts';
import { answerReading } from './refused-answer.ts';
import type { MediaPair } from './request-reading.ts';
import { responseWitness } from './witness.ts';
import { xmlOf } from './xml-reading.ts';

/** How a response is written beside what its schema says: readers of the old contract have to find the same values. */
export function compareAnswerEncoding(
  responses: ResponsePair,
  media: MediaPair,
  context: DiffContext,
): readonly FoundChange[] {
  const { old, fresh } = media;
  const sides = [
    { media: fresh, contract: context.fresh.model },
    { media: old, contract: context.old.model },
  ] as const;
  if (takesParts(media, context) && isWrittenAlike(...sides)) return [];
  const part = `response ${responses.fresh.status} ${fresh.mediaType}`;
  const at = { direction: 'response', part, old: old.source, new: fresh.source, content: [old, fresh] } as const;
  const change = { ...at, id: 'response-encoding', text: `${part} is written in another way` } as const;
  const value = sides.every((side) => bodyKind(side.media, side.contract) === 'xml')
    ? misreadXml(responses, media, context)
    : undefined;
  if (value === undefined) return [{ ...change, level: 'unknown' }];
  const witness = responseWitness(responses.fresh, { media: fresh, value, model: context.fresh.model });
  return [{ ...change, level: 'breaking', witness }];
}

const seeds = [1, 2, 3, 4];

/** A value that readers of the old contract refuse or take for another one. */
function misreadXml({ old, fresh, pair }: ResponsePair, media: MediaPair, context: DiffContext): unknown {
  const { schema } = media.fresh;
  if (schema === undefined) return undefined;
  const check = context.fresh.schemas.compile(responseBodyPlace(pair.fresh, fresh, media.fresh));
  const known = context.old.schemas.compile(responseBodyPlace(pair.old, old, media.old));
  const read = answerReading({ known: media.old, sent: media.fresh }, known, context);
  const own = answerReading({ known: media.fresh, sent: media.fresh }, check, { ...context, old: context.fresh });
  const isMisread = (value: unknown): boolean => {
    const meant = check.isValid(value) ? own(value) : undefined;
    const found = read(value);
    if (typeof meant !== 'object') return false;
    return found === 'refused' || (typeof found === 'object' && !isSameText(found.value, meant.value));
  };
  // Readers of this workspace take an attribute for an element of its name; the old contract has no such document.
  const isUnknown = (value: unknown): boolean =>
    check.isValid(value) &&
    known.isValid(value) &&
    xmlOf(value, { media: media.fresh, contract: context.fresh.model }) !==
      xmlOf(value, { media: media.old, contract: context.old.model });
  const find = (isLost: (value: unknown) => boolean): unknown =>
    seeds
      .map((seed) => generateValue(schema, context.fresh.model, { direction: 'response', seed, isValid: isLost }))
      .find((value) => value !== undefined && isLost(value));
  return find(isMisread) ?? find(isUnknown);
}
