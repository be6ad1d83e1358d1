import { RequestError } from './request-error.ts';

/** The target of a request, taken apart. */
export interface Target {
  /** Decoded; `['']` of `/`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

const maximumLength = 8_192;

/**
 * Paths of other forms than `/a/b` are none: neither an authority (`//host`) nor steps upwards come through.
 * @throws RequestError
 */
export function parseTarget(target: string): Target {
  if (target.length > maximumLength) throw new RequestError(414, 'The target is too long');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const segments = path.slice(1).split('/').map(decode);
  const isPlain = path.startsWith('/') && !segments.some((segment) => segment === '.' || segment === '..');
  if (!isPlain || (segments.length > 1 && segments[0] === '')) throw new RequestError(400, 'The target is no path');
  return { segments, query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)) };
}

/** As a target again, whatever is in its segments. */
export function formatTarget({ segments, query }: Target): string {
  const text = query.toString();
  return `/${segments.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new RequestError(400, 'The path is not percent-encoded UTF-8');
  }
}
