import type { TraceQuery } from '../../src/api/telemetry.ts';
import { type Filter, filterValue, formatFilterText, parseFilterText } from '../search/filter-text.ts';

/** Names in the search box that are parameters of their own; every other name is an attribute. */
const own = ['service', 'operation', 'status', 'min'] as const;

export type SearchParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `status:error http.route:/pets slow` to the query of the page. */
export function readSearch(typed: string, names: readonly string[] = own): SearchParameters {
  const parsed = parseFilterText(typed);
  const parameters: Record<string, string | readonly string[] | undefined> = {};
  for (const name of names) parameters[name] = filterValue(parsed, name);
  parameters.attribute = parsed.filters
    .filter(({ name, value }) => !names.includes(name) && value !== '')
    .map(({ name, value }) => `${name}:${value}`);
  parameters.text = parsed.text === '' ? undefined : parsed.text;
  return parameters;
}

/** The query of the page as it is typed into the search box. */
export function writeSearch(query: URLSearchParams, names: readonly string[] = own): string {
  const filters: Filter[] = [];
  for (const name of names) {
    const value = query.get(name);
    if (value !== null) filters.push({ name, value });
  }
  for (const pair of query.getAll('attribute')) {
    const colon = pair.indexOf(':');
    if (colon > 0) filters.push({ name: pair.slice(0, colon), value: pair.slice(colon + 1) });
  }
  return formatFilterText({ filters, text: query.get('text') ?? '' });
}

/** What the API is asked for; a duration that is no number is left out. */
export function toTraceQuery(query: URLSearchParams): TraceQuery {
  const status = query.get('status');
  const minimum = Number(query.get('min') ?? '');
  return {
    ...optional('service', query.get('service')),
    ...optional('operation', query.get('operation')),
    ...((status === 'ok' || status === 'error') && { status }),
    ...(minimum > 0 && { minDuration: minimum }),
    ...optional('text', query.get('text')),
    ...(query.has('attribute') && { attribute: query.getAll('attribute') }),
    limit: 500,
  };
}

export function optional<N extends string>(name: N, value: string | null): { readonly [K in N]?: string } {
  // The computed name is the one of the type.
  return value === null || value === '' ? {} : ({ [name]: value } as { readonly [K in N]: string });
}
