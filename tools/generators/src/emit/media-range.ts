import { isMediaRange } from '@brrt/router-core/body';
import { stringLiteral } from './code-text.ts';

/** `*∕*` and `application/*`: covers types of several kinds. */
export function isOpenRange(mediaType: string): boolean {
  return /^(?:\*|application)\/\*$/.test((mediaType.split(';', 1)[0] ?? '').trim().toLowerCase());
}

/** Of a content type. A range becomes a template: every type within it. */
export function contentTypeType(mediaType: string): string {
  if (!isMediaRange(mediaType)) return stringLiteral(mediaType);
  const isPlain = /^[A-Za-z0-9.+*/-]+$/.test(mediaType);
  return isPlain ? `\`${mediaType.toLowerCase().split('*').join(`\${string}`)}\`` : 'string';
}
