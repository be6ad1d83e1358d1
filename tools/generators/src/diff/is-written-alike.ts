import { bodyKind, type FormProperty, isStyled, listFormProperties } from '@brrt/router-core/body';
import { rootShape, type XmlShape } from '@brrt/router-core/xml';
import type { Encoding, MediaType, ServiceModel } from '@brrt/service-model';
import { valueTypes } from '@brrt/service-model/value-types';

/** One media type of a contract. */
export interface MediaSide {
  readonly media: MediaType;
  readonly contract: Pick<ServiceModel, 'schemas'>;
}

/** Whether values are read as they are written, as far as the schemas do not say: what is said of it may be a default written out. */
export function isWrittenAlike(sender: MediaSide, receiver: MediaSide): boolean {
  const [sent, taken] = [sender, receiver].map(({ media, contract }) => bodyKind(media, contract));
  if (sent !== taken) return sent !== 'xml' && taken !== 'xml';
  if (sent === 'xml') return isSameXml(sender, receiver);
  if (sent === 'form') return isSameForm(sender, receiver);
  return sent !== 'multipart' || isSameMultipart(sender.media, receiver.media);
}

/** Deeper schemas contain themselves, or are taken for those that do. */
const deepest = 6;

function isSameXml(sender: MediaSide, receiver: MediaSide): boolean {
  const shapeOf = ({ media, contract }: MediaSide): XmlShape => rootShape(media.schema, contract.schemas);
  return isSameShape(shapeOf(sender), shapeOf(receiver), 0);
}

/** A prefix is free (Namespaces in XML 1.0 §4), and a property that only one has is a matter of the schemas. */
function isSameShape(sent: XmlShape, taken: XmlShape, depth: number): boolean {
  // A receiver takes any, where its contract names none.
  const isNamed = taken.name === undefined || taken.name === sent.name;
  if (!isNamed || (taken.namespace !== undefined && taken.namespace !== sent.namespace)) return false;
  // Another type is a matter of the schemas too.
  if (sent.kind !== taken.kind || depth > deepest) return true;
  if (sent.nodeType !== taken.nodeType) return false;
  if (sent.kind === 'array') return isSameShape(sent.items(), taken.items(), depth + 1);
  const known = new Map(taken.properties.map((each) => [each.property, each]));
  return sent.properties.every(({ property, shape }) => {
    const other = known.get(property);
    return other === undefined || isSameShape(shape(), other.shape(), depth + 1);
  });
}

function isSameForm(...sides: readonly [MediaSide, MediaSide]): boolean {
  // Both encodings for one schema: another type is a matter of the schemas.
  return sides.every(({ media, contract }) => {
    const [sent, taken] = sides.map(({ media: { encoding } }) =>
      JSON.stringify(
        listFormProperties({ ...media, encoding }, contract).map((field) => fieldWriting(field, contract)),
      ),
    );
    return sent === taken;
  });
}

/** OpenAPI 3.2 §4.15.1: style and explode are for lists and objects, and have defaults. */
function fieldWriting({ schema, encoding, isJson }: FormProperty, { schemas }: MediaSide['contract']): unknown {
  if (isJson) return 'json';
  const types = valueTypes(schema, schemas);
  if (!types?.has('array') && !types?.has('object')) return '';
  const { style = 'form', explode = style === 'form' } = encoding ?? {};
  return [style, explode];
}

/** Types and headers of parts that have names are compared one by one. */
function isSameMultipart(sent: MediaType, taken: MediaType): boolean {
  const named = ({ encoding }: MediaType): unknown =>
    Object.entries(encoding)
      .filter(([, each]) => isStyled(each) || nestedOf(each) !== undefined)
      .sort()
      .map(([name, each]) => [name, isStyled(each) && [each.style, each.explode], nestedOf(each)]);
  const writingOf = (media: MediaType): unknown => [named(media), media.prefixEncoding, media.itemEncoding];
  return textOf(writingOf(sent)) === textOf(writingOf(taken));
}

function nestedOf({ encoding, prefixEncoding, itemEncoding }: Encoding): unknown {
  const nested = [encoding, prefixEncoding, itemEncoding];
  return nested.every((each) => each === undefined) ? undefined : nested;
}

const unwritten = new Set(['source', 'description', 'examples', 'deprecated']);

/** Without places, descriptions and examples; a list of media types has no order. */
function textOf(writing: unknown): string {
  return JSON.stringify(writing, (key, value) => {
    if (unwritten.has(key)) return undefined;
    return key === 'contentType' && typeof value === 'string' ? listedTypes(value).toSorted() : value;
  });
}

/** Media types and ranges of `contentType`. */
export function listedTypes(contentType: string | undefined): readonly string[] {
  const types = contentType?.split(',').map((type) => type.trim().toLowerCase()) ?? [];
  return types.filter((type) => type !== '');
}
