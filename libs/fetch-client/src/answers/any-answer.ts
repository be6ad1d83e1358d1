import { mediaKind } from '@brrt/router-core/portable';
import type { BodyReader } from '../operation-rule.ts';
import { jsonAnswer } from './json-answer.ts';
import { octetsAnswer } from './octets-answer.ts';
import { textAnswer } from './text-answer.ts';

/** Under a declared range what was sent decides. */
export const anyAnswer: BodyReader = (answer) => {
  const kind = mediaKind(answer.contentType);
  if (kind === 'json') return jsonAnswer(answer);
  return kind === 'text' || kind === 'form' ? textAnswer(answer) : octetsAnswer(answer);
};
