import { RequestValidationError } from '../errors/request-errors.ts';
import type { Violation } from '../errors/violation.ts';
import { decodePercent } from './decode-percent.ts';

/** The path of a request at the service that it is passed on to. */
export type PassedPath = (values: readonly string[]) => string;

/**
 * Fills a path template of another service with raw values of this one's, which stay encoded as they came.
 * @throws RequestValidationError for a value that would lead to another path there: an empty one, one with a slash, `..`
 */
export function compilePassedPath(from: string, to: string): PassedPath {
  const names = [...from.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  // Literals and names in turn: '/v1/pets/', 'petId', '/photo'.
  const parts = to.split(/\{([^{}]+)\}/);
  const indexes = parts.map((part, position) => (position % 2 === 0 ? -1 : names.indexOf(part)));
  return (values) => {
    let path = '';
    for (const [position, part] of parts.entries()) {
      path += position % 2 === 0 ? part : encoded(values[indexes[position] ?? -1] ?? '', part);
    }
    if (hasDotSegment(path)) throw refused(parts[1] ?? '');
    return path;
  };
}

/** What may not stand in a segment is encoded; what is encoded stays so. */
function encoded(raw: string, name: string): string {
  const value = decodePercent(raw);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are no part of a path
  if (value === undefined || value === '' || /[/\\\u0000-\u001f\u007f]/.test(value)) throw refused(name);
  return raw.replaceAll(/[^\w.~!$&'()*+,;=:@%-]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

// RFC 3986 §5.2.4: whoever normalises the path removes them, and what stands before. Some servers take `;x` off first (§3.3).
function hasDotSegment(path: string): boolean {
  if (!/\.|%2e/i.test(path)) return false;
  return path.split('/').some((segment) => /^(?:\.|%2e){1,2}(?:;|%3b|$)/i.test(segment));
}

function refused(name: string): RequestValidationError {
  const detail = 'The value does not name one segment of a path';
  const violation: Violation = { in: 'path', pointer: `/${name}`, keyword: 'segment', detail };
  return new RequestValidationError([violation]);
}
