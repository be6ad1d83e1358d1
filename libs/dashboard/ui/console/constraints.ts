import type { Keywords } from './flat-schema.ts';

/** What a value has to obey, in words. */
export function describeConstraints(keywords: Keywords): readonly string[] {
  const found = [
    typeof keywords.format === 'string' ? keywords.format : undefined,
    range(keywords, 'Length', 'character'),
    numbers(keywords),
    range(keywords, 'Items', 'item'),
    range(keywords, 'Properties', 'property'),
    typeof keywords.multipleOf === 'number' ? `multiple of ${keywords.multipleOf}` : undefined,
    typeof keywords.pattern === 'string' ? `matches ${keywords.pattern}` : undefined,
    keywords.uniqueItems === true ? 'no item twice' : undefined,
    hasConditions(keywords) ? 'further conditions, see the contract' : undefined,
  ];
  return found.filter((text) => text !== undefined);
}

function range(keywords: Keywords, of: string, unit: string): string | undefined {
  const { [`min${of}`]: minimum, [`max${of}`]: maximum } = keywords;
  const low = typeof minimum === 'number' && minimum > 0 ? minimum : undefined;
  const high = typeof maximum === 'number' ? maximum : undefined;
  if (low !== undefined && high !== undefined) {
    return low === high ? `exactly ${amount(low, unit)}` : `${low} to ${amount(high, unit)}`;
  }
  if (low !== undefined) return `at least ${amount(low, unit)}`;
  return high === undefined ? undefined : `at most ${amount(high, unit)}`;
}

function amount(count: number, unit: string): string {
  if (count === 1) return `1 ${unit}`;
  return unit === 'property' ? `${count} properties` : `${count} ${unit}s`;
}

function numbers(keywords: Keywords): string | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = keywords;
  const parts: string[] = [];
  if (typeof exclusiveMinimum === 'number') parts.push(`> ${exclusiveMinimum}`);
  else if (typeof minimum === 'number') parts.push(`≥ ${minimum}`);
  if (typeof exclusiveMaximum === 'number') parts.push(`< ${exclusiveMaximum}`);
  else if (typeof maximum === 'number') parts.push(`≤ ${maximum}`);
  return parts.length === 0 ? undefined : parts.join(', ');
}

function hasConditions(keywords: Keywords): boolean {
  return ['not', 'if', 'dependentRequired', 'dependentSchemas', 'propertyNames', 'contains'].some(
    (name) => name in keywords,
  );
}
