import type { AnswerContext } from '../operation-rule.ts';

/** The value, once its check has taken it. */
export async function checkBody(answer: AnswerContext, value: unknown): Promise<unknown> {
  await answer.check(answer.mediaType, value);
  return value;
}
