import { PayloadTooLargeError } from '../../errors/request-errors.ts';
import type { BodyDecoder, DecoderContext } from '../body-decoder.ts';
import { checkBody } from '../check-body.ts';
import type { ContentSchemas } from '../content-schemas.ts';
import { requireUtf8 } from '../decode-text.ts';
import { readChunks } from '../read-chunks.ts';
import { checkItems } from './check-items.ts';
import { compileItems } from './compile-items.ts';
import { itemSchemaOf, sequenceFormat, sequencePlan } from './sequence-plan.ts';

/**
 * Sequential media types (OpenAPI 3.2 §4.14.3). The value is an async iterable whose items are read, decoded and checked as
 * they are asked for; where `schema` speaks about the complete content, an array of checked items that is checked as a whole.
 */
export function compileSequence(context: DecoderContext): BodyDecoder {
  const { media, contract, schemas, limits, accepted } = context;
  const plan = sequencePlan(media, contract);
  const schema = itemSchemaOf(media, plan);
  const check = plan.item === 'schema' ? schemas.whole : schemas.item;
  const decode = compileItems({ schema, check: plan.isWhole ? undefined : check, contract, limits });
  return (body, sent) => {
    requireUtf8(sent, accepted);
    // Said beforehand, it need not be sent.
    if ((body.length ?? 0) > limits.maxBytes) throw new PayloadTooLargeError(limits.maxBytes);
    const items = decode(readChunks(body, limits.maxBytes), sequenceFormat(sent.essence));
    return plan.isWhole ? collect(items, schemas) : items;
  };
}

async function collect(items: AsyncIterable<unknown>, schemas: ContentSchemas): Promise<unknown> {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  if (schemas.item !== undefined) checkItems(schemas.item, all);
  return checkBody(schemas.whole, all);
}
