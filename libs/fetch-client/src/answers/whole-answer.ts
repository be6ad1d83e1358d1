import type { BodyReader } from '../operation-rule.ts';
import { checkBody } from './check-body.ts';

/** Items of a sequence as one array, where the contract describes the complete one. */
export function wholeAnswer(readItems: BodyReader): BodyReader {
  return async (answer) => {
    const items: unknown[] = [];
    // The cast: readers of sequences give iterables.
    const all = readItems({ ...answer, resume: undefined }) as AsyncIterable<unknown>;
    for await (const item of all) items.push(item);
    return checkBody(answer, items);
  };
}
