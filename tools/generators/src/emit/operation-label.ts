import type { Operation } from '@brrt/service-model';
import { commentText } from './code-text.ts';

/** Method and path as they stand in comments: `` `GET /pets/{petId}` ``. */
export function operationLabel({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `\`${commentText(`${method} ${path}`)}\``;
}
