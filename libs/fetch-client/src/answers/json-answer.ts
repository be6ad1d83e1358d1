import { compileWideIntegers } from '@brrt/router-core/portable';
import type { AnswerContext, BodyReader } from '../operation-rule.ts';
import { checkBody } from './check-body.ts';
import { readText } from './text-answer.ts';

export const jsonAnswer: BodyReader = async (answer) => readJson(answer, JSON.parse);

type WideOf = Parameters<typeof compileWideIntegers>;

/** Integers are `bigint`s where the contract asks for it. */
export function wideJsonAnswer(schema: unknown, schemas: unknown): BodyReader {
  let wide: ReturnType<typeof compileWideIntegers>;
  return async (answer) => {
    // The casts: the generator has printed them from the contract.
    wide ??= compileWideIntegers(schema as WideOf[0], { schemas: schemas as WideOf[1]['schemas'] });
    return readJson(answer, wide?.parse ?? JSON.parse);
  };
}

// The error of `JSON.parse` quotes the text, so it is not kept.
async function readJson(answer: AnswerContext, parse: (text: string) => unknown): Promise<unknown> {
  const text = await readText(answer);
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    throw answer.breach([{ pointer: '', keyword: 'parse', detail: 'The body is not JSON' }]);
  }
  return checkBody(answer, value);
}
