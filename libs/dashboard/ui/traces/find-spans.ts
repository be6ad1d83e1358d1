import { attributeText } from '../telemetry/group-attributes.ts';
import type { WaterfallRow } from './build-waterfall.ts';

/** Keys of the rows in which a text is found: names, services, attributes, events. Empty for an empty text. */
export function matchingRows(rows: readonly WaterfallRow[], text: string): ReadonlySet<string> {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return new Set();
  return new Set(rows.filter((row) => textOf(row).toLowerCase().includes(wanted)).map(({ key }) => key));
}

function textOf({ span, callee }: WaterfallRow): string {
  if (callee !== undefined) return callee;
  const attributes = Object.entries(span.attributes).map(([name, value]) => `${name}:${attributeText(value)}`);
  const events = span.events.flatMap(({ name, attributes }) => [name, ...Object.values(attributes).map(attributeText)]);
  return [span.name, span.service, span.spanId, span.statusMessage ?? '', ...attributes, ...events].join('\n');
}
