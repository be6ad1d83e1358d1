import { formatPointer, parsePointer } from './json-pointer.ts';

// Parts are what is read, or left out, as one. They are named by their JSON pointers in the bundled document.

/** The paths of the document: without them there is nothing to serve. */
export const pathsPart = '/paths';
/** What operations without `servers` or `security` of their own take from the document. */
export const serversPart = '/servers';
export const securityPart = '/security';

export function componentPart(section: string, name: string): string {
  return formatPointer(['components', section, name]);
}

export function pathPart(template: string): string {
  return formatPointer(['paths', template]);
}

export function webhookPart(name: string): string {
  return formatPointer(['webhooks', name]);
}

/** `key`: `get`, or `additionalOperations/COPY` as tokens. */
export function operationPart(pathItem: string, ...key: readonly string[]): string {
  return pathItem + formatPointer(key);
}

/** Whether a part is a path item, which its operations are read apart from. */
export function isPathItemPart(part: string): boolean {
  const [holder, section] = parsePointer(part);
  const depth = part.split('/').length - 1;
  if (holder === 'components') return section === 'pathItems' && depth === 3;
  return (holder === 'paths' || holder === 'webhooks') && depth === 2;
}

/** A path item with all its operations, as a callback needs it. */
export function wholePathItem(part: string): string {
  return `${part}/*`;
}
