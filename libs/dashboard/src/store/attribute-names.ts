import type { AttributeNames } from '../api/telemetry.ts';
import type { AttributeList } from '../otlp/otlp-data.ts';
import { valueText } from './attribute-list.ts';

const maximumNames = 200;
const maximumValues = 50;
/** Distinct values that are counted of one name. */
const countedValues = 200;
const longestValue = 128;

/** What filters can be filled with: names and values of the newest records, the most frequent first. */
export function collectAttributeNames(lists: Iterable<AttributeList>, maximumLists: number): AttributeNames {
  const names = new Map<string, { count: number; readonly values: Map<string, number> }>();
  let seen = 0;
  for (const attributes of lists) {
    seen += 1;
    if (seen > maximumLists) break;
    for (let index = 0; index < attributes.length; index += 2) {
      const name = String(attributes[index]);
      let entry = names.get(name);
      if (entry === undefined) {
        if (names.size >= maximumNames * 10) continue;
        entry = { count: 0, values: new Map() };
        names.set(name, entry);
      }
      entry.count += 1;
      const value = valueText(attributes[index + 1] ?? null);
      const count = entry.values.get(value);
      if (count !== undefined) entry.values.set(value, count + 1);
      else if (entry.values.size < countedValues && value.length <= longestValue) entry.values.set(value, 1);
    }
  }
  const byCount = [...names].sort(([, a], [, b]) => b.count - a.count).slice(0, maximumNames);
  return { names: byCount.map(([name, { values }]) => ({ name, values: mostFrequent(values) })) };
}

function mostFrequent(values: ReadonlyMap<string, number>): readonly string[] {
  return [...values]
    .sort(([, a], [, b]) => b - a)
    .slice(0, maximumValues)
    .map(([value]) => value);
}
