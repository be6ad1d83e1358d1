import type { ContractSubset, JsonObject, JsonSchema, MediaType, Operation, Response } from '@brrt/service-model';
import { mediaKind } from '../../body/index.ts';
import { chooseResponse } from '../choose-response.ts';
import { listCandidates } from '../example-candidates.ts';
import { flattenSchema } from '../merge-schemas.ts';
import { isObject, namedSchemasOf, schemaOf, typesOf } from '../schema-keywords.ts';

type Schemas = Pick<ContractSubset, 'schemas'>;

/** The JSON of a response; undefined where it has none. */
export function jsonOf(response: Response | undefined): MediaType | undefined {
  return response?.content.find(({ mediaType }) => mediaKind(mediaType) === 'json');
}

/** What an operation answers with where nothing is wrong. */
export function successOf(operation: Operation): Response | undefined {
  return chooseResponse(operation, undefined)?.response;
}

/** Where a list stands in an answer: '' is the answer itself, else the member that is an array of things. */
export function listIn(operation: Operation, contract: Schemas): string | undefined {
  const media = jsonOf(successOf(operation));
  const flat = media === undefined ? false : flattenSchema(media.schema ?? true, contract);
  if (media === undefined || flat === false) return undefined;
  if (typesOf(flat).includes('array')) return '';
  const parts = [...namedSchemasOf(flat, 'properties')];
  if (parts.length === 0) return listInExample(media, operation, contract);
  const lists = parts.filter(([, part]) => isListOfThings(part, contract)).map(([name]) => name);
  return onlyList(lists, operation);
}

function isListOfThings(schema: JsonSchema, contract: Schemas): boolean {
  const flat = flattenSchema(schema, contract);
  const items = flat === false || !typesOf(flat).includes('array') ? undefined : schemaOf(flat, 'items');
  const each = items === undefined ? false : flattenSchema(items, contract);
  return each !== false && (typesOf(each).length === 0 || typesOf(each).includes('object'));
}

/** A schema that says nothing leaves it to an example. */
function listInExample(media: MediaType, operation: Operation, contract: Schemas): string | undefined {
  const [shown] = listCandidates(media, 'json', contract);
  if (Array.isArray(shown?.value)) return '';
  if (!isObject(shown?.value)) return undefined;
  const lists = Object.entries(shown.value).filter(([, part]) => Array.isArray(part) && part.some(isObject));
  return onlyList(
    lists.map(([name]) => name),
    operation,
  );
}

function onlyList(names: readonly string[], { path }: Operation): string | undefined {
  const usual = /^(?:items|data|results|records|content|values|entries|list)$/i;
  const collection = path.split('/').at(-1)?.toLowerCase();
  if (names.length === 1) return names[0];
  return names.find((name) => name.toLowerCase() === collection) ?? names.find((name) => usual.test(name));
}

/** Of the things in a list. */
export function listedSchema(operation: Operation, contract: Schemas): JsonSchema | undefined {
  const place = listIn(operation, contract);
  const whole = flattenSchema(jsonOf(successOf(operation))?.schema ?? true, contract);
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
