import type { AttributeValue } from '../api/telemetry.ts';
import type { AttributeList } from '../otlp/otlp-data.ts';
import { attribute, valueText } from './attribute-list.ts';
import type { Resource } from './resource-table.ts';
import { internalize } from './text-pool.ts';

/** One `name:value` of a query; `name:*` asks for presence. */
export interface AttributeFilter {
  readonly name: string;
  /** Undefined: any. */
  readonly value: string | undefined;
}

export function parseAttributeFilters(filters: readonly string[] | undefined): readonly AttributeFilter[] {
  return (filters ?? []).map((text) => {
    const colon = text.indexOf(':');
    if (colon === -1) return { name: internalize(text), value: undefined };
    const value = text.slice(colon + 1);
    return { name: internalize(text.slice(0, colon)), value: value === '*' ? undefined : value };
  });
}

/** Of the record itself, else of its resource. */
export function hasAttribute(filter: AttributeFilter, attributes: AttributeList, resource: Resource): boolean {
  const found = attribute(attributes, filter.name) ?? attribute(resource.attributes, filter.name);
  return found !== undefined && (filter.value === undefined || valueText(found) === filter.value);
}

const longestKnown = 32;
const maximumKnown = 4_096;

export interface TextSearch {
  inText(text: string): boolean;
  inValues(attributes: AttributeList): boolean;
}

/** Without regard to case. Most values are those of the record before, or came a few records ago: each is looked at once. */
export function createTextSearch(wanted: string): TextSearch {
  const pattern = new RegExp(wanted.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'i');
  const known = new Map<string, boolean>();
  const before: AttributeValue[] = [];
  const found: boolean[] = [];

  function inText(text: string): boolean {
    if (text.length > longestKnown || text === '') return pattern.test(text);
    const answer = known.get(text);
    if (answer !== undefined) return answer;
    const isFound = pattern.test(text);
    if (known.size < maximumKnown) known.set(text, isFound);
    return isFound;
  }

  return {
    inText,
    inValues(attributes) {
      for (let index = 1; index < attributes.length; index += 2) {
        const value = attributes[index] ?? null;
        if (value !== before[index]) {
          before[index] = value;
          found[index] = inText(valueText(value));
        }
        if (found[index] === true) return true;
      }
      return false;
    },
  };
}

/** Between one and the most that is given out. */
export function clampLimit(limit: number | undefined, usual: number, maximum: number): number {
  if (limit === undefined || !Number.isFinite(limit)) return usual;
  return Math.min(Math.max(Math.trunc(limit), 1), maximum);
}
