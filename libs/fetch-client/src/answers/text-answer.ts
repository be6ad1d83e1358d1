import type { AnswerContext, BodyReader } from '../operation-rule.ts';
import { checkBody } from './check-body.ts';

export const textAnswer: BodyReader = async (answer) => checkBody(answer, await readText(answer));

/** @throws ContractBreachError for octets that are not of their character encoding */
export async function readText(answer: AnswerContext): Promise<string> {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(answer.contentType)?.[1] ?? 'utf-8';
  const octets = await answer.response.arrayBuffer().catch((cause) => Promise.reject(answer.explain(cause)));
  try {
    return new TextDecoder(charset, { fatal: true }).decode(octets);
  } catch {
    const detail = 'The body is not in the character encoding that it names';
    throw answer.breach([{ pointer: '', keyword: 'encoding', detail }]);
  }
}
