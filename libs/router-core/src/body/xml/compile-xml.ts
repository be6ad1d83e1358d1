import type { ContractSubset, MediaType } from '@brrt/service-model';
import { loadOnce } from '../../ports/load-once.ts';
import type { DecoderContext } from '../body-decoder.ts';
import { defaultBodyLimits } from '../body-limits.ts';
import { compileBodyCheck } from '../check-body.ts';
import { decodeText } from '../decode-text.ts';
import type { ParsedMediaType } from '../media-type.ts';
import { encodeXml } from './encode-xml.ts';
import { rootShape } from './xml-shape.ts';

/** Octets of an XML document → decoded and checked value. The parser is loaded with the first document. */
export function compileXmlDecoder(
  context: DecoderContext,
): (octets: Buffer, sent: ParsedMediaType) => Promise<unknown> {
  const { media, contract, limits, accepted } = context;
  const check = compileBodyCheck(context);
  const shape = rootShape(media.schema, contract.schemas);
  return async (octets, sent) => {
    const { decodeXml } = await loadDecoder();
    return check(decodeXml(decodeText(octets, sent, accepted), shape, limits));
  };
}

const loadDecoder = loadOnce(() => import('./decode-xml.ts'));

/**
 * Text of an XML document → value, unchecked, for those who receive answers. Rejects with the errors of `decodeXml`.
 */
export function compileXmlReader(
  { schema }: Pick<MediaType, 'schema'>,
  contract: Pick<ContractSubset, 'schemas'>,
): (text: string) => Promise<unknown> {
  const shape = rootShape(schema, contract.schemas);
  return async (text) => (await loadDecoder()).decodeXml(text, shape, defaultBodyLimits);
}

/** Value → text of an XML document; a text is one already. */
export function compileXmlEncoder(
  { schema }: Pick<MediaType, 'schema'>,
  contract: Pick<ContractSubset, 'schemas'>,
): (body: unknown) => string {
  const shape = rootShape(schema, contract.schemas);
  return (body) => (typeof body === 'string' ? body : encodeXml(body, shape));
}
