import type { ContractSubset, MediaType, Operation, Response } from '@brrt/service-model';
import { mediaKind } from '../body/media-kind.ts';
import { sequencePlan } from '../body/sequence/sequence-plan.ts';
import type { SchemaPlace } from '../ports/schema-compiler.ts';
import { responseBodyPlace, responseHeaderPlace, responseItemPlace } from '../schema/schema-places.ts';

/** What of an answer is checked, by the name that a client has for it: `200 application/json`, `200 item …`, `200 header …`. */
export type AnswerPlace = readonly [name: string, place: SchemaPlace];

/** In the order of the contract. Forms, octets and parts are handed over as they come: no schema speaks about those. */
export function listAnswerPlaces(
  operation: Operation,
  contract: Pick<ContractSubset, 'schemas'>,
): readonly AnswerPlace[] {
  return operation.responses.flatMap((response) => [
    ...response.headers
      // OpenAPI 3.1 §4.8.17: a response header named Content-Type is ignored.
      .filter(({ name }) => name.toLowerCase() !== 'content-type')
      .map((header) => named(response, `header ${header.name}`, responseHeaderPlace(operation, response, header))),
    ...response.content.flatMap((media) => contentPlaces(operation, { response, media }, contract)),
  ]);
}

function contentPlaces(
  operation: Operation,
  { response, media }: { readonly response: Response; readonly media: MediaType },
  contract: Pick<ContractSubset, 'schemas'>,
): readonly AnswerPlace[] {
  const { mediaType, schema } = media;
  const kind = mediaKind(mediaType);
  const whole = (): AnswerPlace => named(response, mediaType, responseBodyPlace(operation, response, media));
  if (kind === 'sequence' || kind === 'events') {
    const { item, isWhole } = sequencePlan(media, contract);
    const place = item === 'schema' ? responseBodyPlace : responseItemPlace;
    const items = item === undefined ? [] : [named(response, `item ${mediaType}`, place(operation, response, media))];
    return isWhole ? [...items, whole()] : items;
  }
  const isDecoded = kind === 'json' || kind === 'text' || mediaType.includes('*');
  return schema !== undefined && isDecoded ? [whole()] : [];
}

function named({ status }: Response, what: string, place: SchemaPlace): AnswerPlace {
  return [`${status} ${what}`, place];
}
