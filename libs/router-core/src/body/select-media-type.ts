import { type ParsedMediaType, parseMediaType, rankOf } from './media-type.ts';

interface AcceptedRange {
  readonly range: ParsedMediaType;
  /** Weight between 0 and 1 (RFC 9110 §12.4.2); 0 refuses. */
  readonly quality: number;
}

const qualityPattern = /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/;

/**
 * Chooses the media type of a response (RFC 9110 §12.5.1): each offer has the weight of the most specific range that
 * takes it, the highest weight wins, the order of `offered` decides between equals. A missing or empty `Accept` takes
 * the first. Elements that cannot be read are skipped; when none can be read, the header counts as missing.
 * Undefined: nothing that is offered is acceptable.
 */
export function selectMediaType(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept === '*/*' || accept === offered[0]) return offered[0];
  const ranges = parseAccept(accept);
  if (ranges.length === 0) return offered[0];
  let best: string | undefined;
  let bestQuality = 0;
  for (const offer of offered) {
    const quality = qualityOf(offer, ranges);
    if (quality <= bestQuality) continue;
    best = offer;
    bestQuality = quality;
  }
  return best;
}

function qualityOf(offer: string, ranges: readonly AcceptedRange[]): number {
  const parsed = parseMediaType(offer);
  if (parsed === undefined) return 0;
  let bestRank = 0;
  let quality = 0;
  for (const accepted of ranges) {
    // The contract may declare a range (`image/*`): then either side may be the wider one.
    const rank = Math.max(rankOf(accepted.range, parsed), isRange(parsed) ? rankOf(parsed, accepted.range) : 0);
    if (rank < bestRank || rank === 0) continue;
    quality = rank === bestRank ? Math.max(quality, accepted.quality) : accepted.quality;
    bestRank = rank;
  }
  return quality;
}

function isRange(mediaType: ParsedMediaType): boolean {
  return mediaType.subtype.startsWith('*');
}

function parseAccept(accept: string): readonly AcceptedRange[] {
  const ranges: AcceptedRange[] = [];
  for (const element of splitList(accept)) {
    const parsed = parseMediaType(element);
    if (parsed === undefined) continue;
    const { q, ...parameters } = parsed.parameters;
    if (q !== undefined && !qualityPattern.test(q)) continue;
    ranges.push({ range: { ...parsed, parameters }, quality: q === undefined ? 1 : Number(q) });
  }
  return ranges;
}

/** Splits at commas outside of quoted strings (RFC 9110 §5.6.1). */
function splitList(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(',');
  const elements: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\' && isQuoted) index += 1;
    else if (character === ',' && !isQuoted) {
      elements.push(text.slice(start, index));
      start = index + 1;
    }
  }
  elements.push(text.slice(start));
  return elements;
}
