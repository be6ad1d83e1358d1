import { encodeXml, rootShape } from '@brrt/router-core/portable';
import type { BodyWriter } from '../operation-rule.ts';
import { octetsOf } from './octets-of.ts';

type ShapeOf = Parameters<typeof rootShape>;

/** A value as its schema says; a text is a document already. */
export function xmlBody(schema: unknown, schemas: unknown): BodyWriter {
  let shape: ReturnType<typeof rootShape> | undefined;
  return (body, contentType) => {
    const ready = typeof body === 'string' ? body : octetsOf(body);
    if (ready !== undefined) return { body: ready, contentType };
    // The casts: the generator has printed them from the contract.
    shape ??= rootShape(schema as ShapeOf[0], schemas as ShapeOf[1]);
    return { body: encodeXml(body, shape), contentType };
  };
}
