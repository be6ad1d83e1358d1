import { isJsonTextSequence } from '@brrt/router-core/portable';
import type { AnswerContext, BodyReader } from '../operation-rule.ts';
import { readChunks, splitText } from './read-lines.ts';

/** A sequence of JSON values, each read and checked when it is asked for. */
export const itemsAnswer: BodyReader = async function* (answer) {
  const isRecords = isJsonTextSequence(answer.contentType);
  let index = 0;
  try {
    for await (const text of splitText(readChunks(answer.response), isRecords ? '\x1e' : '\n')) {
      if (/^[ \t\r\n]*$/.test(text)) continue;
      const item = parseItem(answer, text, isRecords, index);
      await answer.check(`item ${answer.mediaType}`, item, `/${index}`);
      index += 1;
      yield item;
    }
  } catch (cause) {
    throw answer.explain(cause);
  }
};

function parseItem(answer: AnswerContext, text: string, isRecord: boolean, index: number): unknown {
  try {
    // A number or literal that ends without whitespace may have been cut short: 12 of 123 (RFC 7464 §2.4).
    if (isRecord && /[^\s"\]}]$/.test(text)) throw new SyntaxError();
    return JSON.parse(text);
  } catch {
    throw answer.breach([{ pointer: `/${index}`, keyword: 'parse', detail: 'The item is not JSON' }]);
  }
}
