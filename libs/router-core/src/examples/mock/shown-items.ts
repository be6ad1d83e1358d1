import type { ContractSubset, JsonObject, JsonSchema, MediaType, Response } from '@brrt/service-model';
import { mediaKind } from '../../body/index.ts';
import { listCandidates } from '../example-candidates.ts';
import { flattenSchema } from '../merge-schemas.ts';
import { isObject, namedSchemasOf, schemaOf, typesOf } from '../schema-keywords.ts';

type Schemas = Pick<ContractSubset, 'schemas'>;

/** The JSON of a response; undefined where it has none. */
export function jsonOf(response: Response | undefined): MediaType | undefined {
  return response?.content.find(({ mediaType }) => mediaKind(mediaType) === 'json');
}

/** Where a list stands in an answer: '' is the answer itself, else the one member that is an array. */
export function listIn(response: Response | undefined, contract: Schemas): string | undefined {
  const media = jsonOf(response);
  if (media === undefined) return undefined;
  const flat = flattenSchema(media.schema ?? true, contract);
  if (flat === false) return undefined;
  if (typesOf(flat).includes('array')) return '';
  const parts = [...namedSchemasOf(flat, 'properties')];
  if (parts.length === 0) return listInExample(media, contract);
  const arrays = parts.filter(([, part]) => {
    const own = flattenSchema(part, contract);
    return own !== false && typesOf(own).includes('array') && schemaOf(own, 'items') !== undefined;
  });
  return onlyList(arrays.map(([name]) => name));
}

/** A schema that says nothing leaves it to an example. */
function listInExample(media: MediaType, contract: Schemas): string | undefined {
  const [shown] = listCandidates(media, 'json', contract);
  if (Array.isArray(shown?.value)) return '';
  if (!isObject(shown?.value)) return undefined;
  const arrays = Object.entries(shown.value).filter(([, part]) => Array.isArray(part) && part.some(isObject));
  return onlyList(arrays.map(([name]) => name));
}

function onlyList(names: readonly string[]): string | undefined {
  const usual = /^(?:items|data|results|records|content|values|entries|list)$/i;
  return names.length === 1 ? names[0] : names.find((name) => usual.test(name));
}

/** Of the things in a list. */
export function listedSchema(response: Response | undefined, contract: Schemas): JsonSchema | undefined {
  const place = listIn(response, contract);
  const whole = flattenSchema(jsonOf(response)?.schema ?? true, contract);
  if (place === undefined || whole === false) return undefined;
  const list = place === '' ? whole : flattenSchema(namedSchemasOf(whole, 'properties').get(place) ?? true, contract);
  return list === false ? undefined : schemaOf(list, 'items');
}

/** Where things are in an answer: in a member, or '' for the answer itself. */
export interface Place {
  readonly isList: boolean;
  readonly member: string;
}

/** Things in the examples of a response. */
export function shownItems(
  response: Response | undefined,
  place: Place | undefined,
  {
    contract,
    isValid = () => true,
  }: { readonly contract: Schemas; readonly isValid?: (media: MediaType, value: unknown) => boolean },
): readonly JsonObject[] {
  return (response?.content ?? []).flatMap((media) => {
    if (mediaKind(media.mediaType) !== 'json') return [];
    return listCandidates(media, 'json', contract).flatMap(({ value }) => {
      if (!isValid(media, value)) return [];
      const found = place === undefined ? undefined : valueAt(value, place.member);
      const list: unknown = place?.isList === true ? found : [found];
      return Array.isArray(list) ? list.filter(isObject) : [];
    });
  });
}

/** What a member of an answer holds; '' is the answer itself. */
export function valueAt(value: unknown, member: string): unknown {
  if (member === '') return value;
  return isObject(value) ? value[member] : undefined;
}

/** The answer with something else in the member. */
export function withValueAt(value: unknown, member: string, inner: unknown): unknown {
  if (member === '' || !isObject(value)) return inner;
  return { ...value, [member]: inner };
}
