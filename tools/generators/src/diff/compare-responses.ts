import { responseBodyPlace, responseItemPlace } from '@brrt/router-core/schema';
import type { Operation, Response } from '@brrt/service-model';
import { compareAnswerEncoding } from './compare-answer-encoding.ts';
import { compareHeaders, type ResponsePair } from './compare-headers.ts';
import { compareLinks } from './compare-links.ts';
import { compareMissedMedia, isError } from './compare-missed-media.ts';
import { atPointers } from './compare-places.ts';
import type { DiffContext, FoundChange, OperationPair } from './diff-context.ts';
import { moveContent, type PlacedMedia } from './move-content.ts';
import { refusedAnswer } from './refused-answer.ts';
import type { MediaPair } from './request-reading.ts';
import { type SentMedia, sentMedia } from './sent-media.ts';
import { responseWitness, sampleResponse } from './witness.ts';

/** What an operation answers: all that the new contract may send, readers of the old one have to know. */
export function compareResponses(pair: OperationPair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = pair;
  return [
    ...fresh.responses.flatMap((response) => {
      const known = expecting(response.status, old.responses);
      return known === undefined
        ? [unexpected(response, pair, context)]
        : compareResponse({ old: known, fresh: response, pair }, context);
    }),
    ...old.responses
      .filter(({ status }) => !fresh.responses.some((each) => each.status === status))
      .flatMap((response) => compareUnnamed(response, pair, context)),
  ];
}

/** The exact status, then its range, then `default`. */
export function expecting(status: string, responses: readonly Response[]): Response | undefined {
  const wanted = [status, `${status.charAt(0)}XX`, 'default'];
  return wanted
    .map((name) => responses.find((response) => response.status === name))
    .find((found) => found !== undefined);
}

/** A status that the new contract does not name; one of its ranges or `default` may stand for it. */
function compareUnnamed(response: Response, pair: OperationPair, context: DiffContext): readonly FoundChange[] {
  const found = expecting(response.status, pair.fresh.responses);
  const isForErrors = found?.status === 'default' && namesSuccess(pair.fresh) && !isError(response.status);
  if (found === undefined || isForErrors) return [removed(response, 'is not sent any more')];
  const fresh = { ...found, status: response.status };
  return [
    removed(response, `is not named any more: ${found.status} stands for it`),
    ...compareResponse({ old: response, fresh, pair }, context),
  ];
}

/** `default` is for errors then, as contracts are written. */
function namesSuccess({ responses }: OperationPair['fresh']): boolean {
  return responses.some(({ status }) => status !== 'default' && !isError(status) && !isConditional(status));
}

function removed(response: Response, what: string): FoundChange {
  const part = `response ${response.status}`;
  const text = `${part} ${what}`;
  return {
    id: 'response-status-removed',
    level: 'compatible',
    direction: 'response',
    part,
    text,
    old: response.source,
    content: [response],
  };
}

/** RFC 9110 §15: a client takes an error that it does not know for the first one of its class; what a success holds it cannot guess. */
function unexpected(response: Response, { old, fresh }: OperationPair, context: DiffContext): FoundChange {
  const { status } = response;
  const part = `response ${status}`;
  const shown = { ...response, status: unknownStatus(status, old.responses) };
  const isForErrors = shown.status === 'default' || namesSuccess(fresh);
  const isKnownByClass = status === 'default' ? isForErrors : isError(status);
  const known = isKnownByClass
    ? 'an error that readers of the old contract know by its class alone'
    : isConditional(status) && 'it answers only those who ask for a change of what they hold';
  const common = { direction: 'response', part, new: response.source, content: [undefined, response] } as const;
  const change = { ...common, id: 'response-status-added' } as const;
  if (known !== false) return { ...change, level: 'compatible', text: `${part} may be sent: ${known}` };
  const text = `${part} may be sent, which the old contract does not know`;
  const witness = sampleResponse({ operation: fresh, response: shown }, context);
  return { ...change, level: 'breaking', text, witness };
}

/** RFC 9110 §15.4.5: not modified since the time or the version that a request names. */
function isConditional(status: string): boolean {
  return status === '304';
}

/** One of a range that no response of the old contract is for. */
function unknownStatus(status: string, responses: readonly Response[]): string {
  if (/^\d{3}$/.test(status)) return status;
  const first = status === 'default' ? 200 : Number(status.charAt(0)) * 100;
  const all = Array.from({ length: 100 }, (_, at) => String(first + at));
  return all.find((each) => expecting(each, responses) === undefined) ?? status;
}

function compareResponse(responses: ResponsePair, context: DiffContext): readonly FoundChange[] {
  const { old, fresh } = responses;
  return [
    ...sentMedia(fresh.content, old.content).flatMap((media) => compareMedia(responses, media, context)),
    ...compareMissedMedia(responses, context),
    ...compareHeaders(responses, context),
    ...compareLinks(old, fresh),
  ];
}

function compareMedia(
  { old, fresh, pair }: ResponsePair,
  { sent: media, taken: known }: SentMedia,
  context: DiffContext,
): readonly FoundChange[] {
  const part = `response ${fresh.status} ${media.mediaType}`;
  const common = { direction: 'response', part, new: media.source } as const;
  if (known === undefined) {
    const text = `response ${fresh.status} may be ${media.mediaType}, for those who accept it`;
    return [{ ...common, id: 'response-media-type-added', level: 'compatible', text, content: [undefined, media] }];
  }
  const both = { old: known, fresh: media };
  return [
    ...compareContent({ old, fresh, pair }, both, context),
    ...compareAnswerEncoding({ old, fresh, pair }, both, context),
  ];
}

function compareContent(
  { old, fresh, pair }: ResponsePair,
  media: MediaPair,
  context: DiffContext,
): readonly FoundChange[] {
  const part = `response ${fresh.status} ${media.fresh.mediaType}`;
  const at = { old: media.old.source, new: media.fresh.source, content: [media.old, media.fresh] };
  const found = { direction: 'response', part, ...at } as const;
  const { movement, sender, receiver } = moveContent(
    placedMedia(pair.fresh, fresh, { media: media.fresh, contract: context.fresh.model }),
    placedMedia(pair.old, old, { media: media.old, contract: context.old.model }),
    context,
  );
  switch (movement.kind) {
    case 'wider':
      return [{ ...found, id: 'response-narrowed', level: 'compatible', text: `${part} holds less than it could` }];
    case 'unknown':
      return [
        { ...found, id: 'response-widened', level: 'unknown', text: `${part} may hold more: ${movement.reason}` },
      ];
    case 'broken': {
      const shown = refusedAnswer({ known: media.old, sent: media.fresh, sender, receiver, found: movement }, context);
      if (shown === undefined) {
        const text = `${part} may hold more: as text, what was found is read`;
        return [{ ...found, id: 'response-widened', level: 'unknown', text }];
      }
      const text = `${part} may hold what the old contract refuses${atPointers(shown.pointers)}`;
      const witness = responseWitness(fresh, { media: media.fresh, value: shown.value, model: context.fresh.model });
      return [{ ...found, id: 'response-widened', level: 'breaking', text, shown, witness }];
    }
    default:
      return [];
  }
}

function placedMedia(
  operation: Operation,
  response: Response,
  side: Pick<PlacedMedia, 'media' | 'contract'>,
): PlacedMedia {
  const body = responseBodyPlace(operation, response, side.media);
  return { ...side, body, item: responseItemPlace(operation, response, side.media) };
}
