import type { JsonObject, JsonValue, Operation, Parameter } from '@brrt/service-model';
import { isSameValue } from '../same-value.ts';
import { isObject } from '../schema-keywords.ts';

type Query = Readonly<Record<string, unknown>>;

const limitNames = ['limit', 'per_page', 'perPage', 'page_size', 'pageSize', 'size', 'count', 'max', 'top', 'first'];
const offsetNames = ['offset', 'skip', 'start'];
const pageNames = ['page', 'page_number', 'pageNumber'];
const usualPageSize = 20;

interface Selection {
  readonly operation: Pick<Operation, 'parameters'>;
  /** What the contract says that things have. */
  readonly members: ReadonlySet<string>;
  readonly query: Query;
}

/** The items that a list request asks for: declared parameters that are named like members filter, others cut. */
export function selectItems(
  items: readonly JsonObject[],
  { operation, members, query }: Selection,
): { readonly items: readonly JsonObject[]; readonly total: number } {
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
  const declared = parameters.map(({ name }) => name);
  const paging = new Set([...limitNames, ...offsetNames, ...pageNames]);
  const filters = parameters.filter(({ name }) => !paging.has(name) && ask(query, name) !== undefined);
  const found = items.filter((item) =>
    filters.every((parameter) => {
      const asked = ask(query, parameter.name);
      return passes(item, parameter.name, asked) ?? (isUsual(parameter, asked) || !members.has(parameter.name));
    }),
  );
  const limit = numberOf(query, limitNames, declared);
  const page = numberOf(query, pageNames, declared);
  const offset =
    numberOf(query, offsetNames, declared) ??
    (page === undefined ? 0 : Math.max(0, page - 1) * (limit ?? usualPageSize));
  const length = limit ?? (page === undefined ? found.length : usualPageSize);
  return { items: found.slice(offset, offset + length), total: found.length };
}

/** What asks for things that say nothing, too: `?archived=false`, or what is asked for where nothing is. */
function isUsual({ schema }: Parameter, asked: unknown): boolean {
  return asked === false || (isObject(schema) && schema.default !== undefined && isSameValue(schema.default, asked));
}

function ask(query: Query, name: string): unknown {
  return Object.hasOwn(query, name) ? query[name] : undefined;
}

function numberOf(query: Query, names: readonly string[], declared: readonly string[]): number | undefined {
  const value = names.filter((name) => declared.includes(name)).map((name) => ask(query, name));
  const number = value.find((each) => typeof each === 'number' && Number.isInteger(each) && each >= 0);
  return typeof number === 'number' ? number : undefined;
}

/** Of several values one has to be there. Undefined: the item has no such member. */
function passes(item: JsonObject, name: string, asked: unknown): boolean | undefined {
  const member = Object.hasOwn(item, name) ? item[name] : undefined;
  if (member === undefined) return undefined;
  const wanted: readonly unknown[] = Array.isArray(asked) ? asked : [asked];
  const had: readonly (JsonValue | undefined)[] = Array.isArray(member) ? member : [member];
  // `tags=calm` finds a tag of that name too.
  const parts = had.flatMap((each) => (isObject(each) ? [each, ...Object.values(each)] : [each]));
  return wanted.some((value) => parts.some((part) => isSameValue(part, value)));
}
