import type { IncomingHttpHeaders } from 'node:http';
import { isSameStrongTag, meetsIfMatch, namesTag } from './entity-tag.ts';

/** What a response says about the state of its resource (RFC 9110 §8.8). */
export interface Validators {
  readonly entityTag: string | undefined;
  readonly lastModified: string | undefined;
}

/**
 * Preconditions of a safe request, in the order of RFC 9110 §13.2.2: whether the response goes out, is not needed, or must not.
 */
export function evaluatePreconditions(
  headers: IncomingHttpHeaders,
  { entityTag, lastModified }: Validators,
): 'proceed' | 'not-modified' | 'failed' {
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined) {
    if (!meetsIfMatch(ifMatch, entityTag)) return 'failed';
  } else if (isLater(lastModified, headers['if-unmodified-since'])) return 'failed';
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) return namesTag(ifNoneMatch, entityTag) ? 'not-modified' : 'proceed';
  return isLater(headers['if-modified-since'], lastModified, true) ? 'not-modified' : 'proceed';
}

/** Whether a range may be answered with a part: the client has the rest of this very representation (RFC 9110 §13.1.5). */
export function meetsIfRange(header: string | undefined, { entityTag, lastModified }: Validators): boolean {
  if (header === undefined) return true;
  const given = header.trim();
  if (given.startsWith('"') || given.startsWith('W/'))
    return entityTag !== undefined && isSameStrongTag(given, entityTag);
  return lastModified !== undefined && given === lastModified;
}

// False when one of them is missing or no date.
function isLater(one: string | undefined, other: string | undefined, orSame = false): boolean {
  const left = dateOf(one);
  const right = dateOf(other);
  return left !== undefined && right !== undefined && (left > right || (orSame && left === right));
}

// RFC 9110 §5.6.7: the preferred form and two that are obsolete, all of which begin with the name of a day.
function dateOf(text: string | undefined): number | undefined {
  const date = text !== undefined && /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}
