import { HttpError } from '@brrt/router-core';
import { defaultBodyLimits } from '@brrt/router-core/body';
import type { BodyReading } from '@brrt/router-core/examples';
import { decodeXml, encodeXml, rootShape } from '@brrt/router-core/xml';
import type { MediaType, ServiceModel } from '@brrt/service-model';

interface XmlSide {
  readonly media: Pick<MediaType, 'schema'>;
  readonly contract: Pick<ServiceModel, 'schemas'>;
}

/** What its receiver makes of a value that is written as XML; `check` throws an HttpError where that does not fit. */
export function xmlReading(sender: XmlSide, receiver: XmlSide, check: (value: unknown) => unknown): BodyReading {
  const shapeOf = ({ media, contract }: XmlSide) => rootShape(media.schema, contract.schemas);
  const [from, to] = [shapeOf(sender), shapeOf(receiver)];
  return (value) => {
    const text = written(() => encodeXml(value, from));
    if (text === undefined) return 'unsendable';
    try {
      return { value: check(decodeXml(text, to, defaultBodyLimits)) };
    } catch (error) {
      if (error instanceof HttpError) return 'refused';
      throw error;
    }
  };
}

/** How the contract writes a value; undefined where XML cannot carry it. */
export function xmlOf(value: unknown, { media, contract }: XmlSide): string | undefined {
  return written(() => encodeXml(value, rootShape(media.schema, contract.schemas)));
}

function written(encode: () => string): string | undefined {
  try {
    return encode();
  } catch (error) {
    // XML cannot carry every value.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
