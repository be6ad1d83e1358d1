import { decodeXml, rootShape } from '@brrt/router-core/portable';
import type { BodyReader } from '../operation-rule.ts';
import { checkBody } from './check-body.ts';
import { readText } from './text-answer.ts';

type ShapeOf = Parameters<typeof rootShape>;

const limits = { maxDepth: 64, maxKeys: 10_000 };

/** The value that a document stands for. */
export function xmlAnswer(schema: unknown, schemas: unknown): BodyReader {
  let shape: ReturnType<typeof rootShape> | undefined;
  return async (answer) => {
    // The casts: the generator has printed them from the contract.
    shape ??= rootShape(schema as ShapeOf[0], schemas as ShapeOf[1]);
    const text = await readText(answer);
    let value: unknown;
    try {
      value = decodeXml(text, shape, limits);
    } catch {
      throw answer.breach([
        { pointer: '', keyword: 'parse', detail: 'The body is not the XML that the contract describes' },
      ]);
    }
    return checkBody(answer, value);
  };
}
